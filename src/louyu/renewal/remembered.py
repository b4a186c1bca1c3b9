"""记住的识别 remembered answers: whose names are and where addresses lie, found once.

Holding names against all that is known takes a second, reading addresses another, and most files
bring nothing new. What was found is kept beside the plans under the SHA-256 of what it was found
from. It may be deleted at any time; `louyu verify` never looks at it.
"""

import hashlib
import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl

from louyu.registers.enterprise_identity import Identify, Identity, identity
from louyu.registers.identity import Finders
from louyu.registers.seat import Seated, seats

KEPT = 3
"""Answers kept: an edition may be built again for an earlier month, and then for the last."""


def finders(folder: Path, made_by: str) -> Finders:
    """Finders that remember in ``folder``."""
    return Finders(identity_remembered(folder, made_by), seats_remembered(folder, made_by))


def identity_remembered(folder: Path, made_by: str) -> Identify:
    """`identity`, which answers from ``folder`` what it has answered before.

    ``made_by`` says which code and libraries answer.
    """

    def identified(
        said: pl.DataFrame,
        known: pl.DataFrame,
        coded: pl.DataFrame,
        judged: pl.DataFrame,
        seat: pl.DataFrame,
        *,
        divisions: Iterable[Sequence[str]],
    ) -> Identity:
        chains = [tuple(chain) for chain in divisions]
        digest = hashlib.sha256(f"{made_by}{chains}".encode())
        for rows in (said, known, coded, judged, seat):
            digest.update(text(rows))
        kept = folder / f"identity-{digest.hexdigest()}"
        if (found := identity_read(kept)) is not None:
            kept.touch()
            return found
        found = identity(said, known, coded, judged, seat, divisions=chains)
        identity_write(kept, found)
        for old in newest_first(folder, "identity-*")[KEPT:]:
            shutil.rmtree(old, ignore_errors=True)
        return found

    return identified


def seats_remembered(folder: Path, made_by: str) -> Seated:
    """`seats`, which reads an address only once for the same building register."""

    def seated(
        said: pl.DataFrame, known: pl.DataFrame, *, divisions: Sequence[str]
    ) -> pl.DataFrame:
        key = hashlib.sha256(f"{made_by}{tuple(divisions)}".encode() + text(known)).hexdigest()
        path = folder / f"seats-{key}.parquet"
        had = rows_read(path)
        new = said.drop_nulls()
        new = new if had is None else new.join(had, on="registered_address", how="anti")
        if had is not None and new.is_empty():
            return had
        found = seats(new, known, divisions=divisions)
        found = found if had is None else pl.concat([had, found])
        rows_write(path, found.sort("registered_address"))
        for old in newest_first(folder, "seats-*")[KEPT:]:
            old.unlink(missing_ok=True)
        return found

    return seated


def rows_read(path: Path) -> pl.DataFrame | None:
    """What is kept; nothing where nothing is, or not whole."""
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError):
        return None


def rows_write(path: Path, rows: pl.DataFrame) -> None:
    part = path.with_name(f"part-{path.name}")
    part.parent.mkdir(parents=True, exist_ok=True)
    rows.write_parquet(part)
    part.replace(path)


def newest_first(folder: Path, pattern: str) -> list[Path]:
    return sorted(folder.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)


def text(rows: pl.DataFrame) -> bytes:
    """The rows as bytes, the same in whatever order they come."""
    written = io.BytesIO()
    rows.sort(pl.all(), nulls_last=True).write_ipc(written, compat_level=pl.CompatLevel.oldest())
    return written.getvalue()


def identity_read(folder: Path) -> Identity | None:
    found = {field.name: rows_read(folder / field.name) for field in fields(Identity)}
    whole = {name: rows for name, rows in found.items() if rows is not None}
    return Identity(**whole) if len(whole) == len(found) else None


def identity_write(folder: Path, found: Identity) -> None:
    part = folder.with_name(f"part-{folder.name}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for field in fields(Identity):
        getattr(found, field.name).write_parquet(part / field.name)
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)
