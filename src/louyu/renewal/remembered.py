"""记住的识别 remembered identity: whose names are, found once for the same names.

Holding names against all that is known takes a second, and most files bring no new name. What was
found is kept beside the plans under the SHA-256 of everything it was found from. It may be deleted
at any time; `louyu verify` never looks at it.
"""

import hashlib
import io
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import fields
from pathlib import Path

import polars as pl

from louyu.registers.enterprise_identity import Identify, Identity, identity

KEPT = 3
"""Answers kept: an edition may be built again for an earlier month, and then for the last."""


def remembered(folder: Path, made_by: str) -> Identify:
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
        every = sorted(folder.glob("identity-*"), key=lambda path: path.stat().st_mtime)
        for old in every[:-KEPT]:
            shutil.rmtree(old, ignore_errors=True)
        return found

    return identified


def text(rows: pl.DataFrame) -> bytes:
    """The rows as bytes, the same in whatever order they come."""
    written = io.BytesIO()
    rows.sort(pl.all(), nulls_last=True).write_ipc(written, compat_level=pl.CompatLevel.oldest())
    return written.getvalue()


def identity_read(folder: Path) -> Identity | None:
    """What is kept; nothing where nothing is, or not whole."""
    try:
        return Identity(**{f.name: pl.read_parquet(folder / f.name) for f in fields(Identity)})
    except (OSError, pl.exceptions.PolarsError):
        return None


def identity_write(folder: Path, found: Identity) -> None:
    part = folder.with_name(f"part-{folder.name}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for field in fields(Identity):
        getattr(found, field.name).write_parquet(part / field.name)
    shutil.rmtree(folder, ignore_errors=True)
    part.replace(folder)
