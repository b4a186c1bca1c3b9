"""清单 manifest: what an edition was made from and what it holds, with a checksum for every file.

A folder is an edition when its ``manifest.json`` is there, whole and sealed. The clock stays out of
it: the same inputs give the same manifest but for the edition's number.
"""

import hashlib
import json
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

VERSION = 1
"""Of the manifest's form. A reader refuses a form it does not know."""

FILE = "manifest.json"


class EditionError(RuntimeError):
    """An edition cannot be built, opened or trusted; the message says why, in Chinese."""


class ManifestDamagedError(EditionError):
    """A manifest that is not what was sealed."""


class Part(BaseModel):
    """A piece of a manifest: read once, never changed, no unknown key."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class BatchInput(Part):
    """A batch the edition was made from, as it stood then."""

    batch: str
    dataset: str
    publisher: str
    sender: str
    month: int
    file: str
    sha256: str
    clean_sha256: str
    sequence: int
    status: Literal["in_force", "replaced", "withdrawn"]


class ParameterInput(Part):
    """A parameter's value in the edition's month, with its clause."""

    label: str
    clause: str
    value: Any


class Inputs(Part):
    """Everything the edition's bytes depend on."""

    month: int
    batches: tuple[BatchInput, ...]
    district: str
    district_sha256: str
    code_version: str
    code_sha256: str
    libraries: dict[str, str]
    parameters: dict[str, ParameterInput]


class FileEntry(Part):
    """A Parquet file of the edition; ``month`` is empty for a table in one file."""

    path: str
    month: int | None
    rows: int
    bytes: int
    sha256: str


class TableEntry(Part):
    """A table of the edition."""

    rows: int
    files: tuple[FileEntry, ...]


class Manifest(Part):
    """``manifest.json`` of an edition."""

    version: int
    edition: str
    month: int
    inputs: Inputs
    tables: dict[str, TableEntry]
    sha256: str = ""

    @property
    def seal(self) -> str:
        """SHA-256 of everything in the manifest but the seal itself."""
        return digest(self.model_dump(mode="json", exclude={"sha256"}))

    def sealed(self) -> Self:
        return self.model_copy(update={"sha256": self.seal})

    @property
    def text(self) -> str:
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"

    @property
    def contents(self) -> dict[str, str]:
        """Path to SHA-256 of every file: two editions with equal contents hold the same numbers."""
        return {f.path: f.sha256 for table in self.tables.values() for f in table.files}


def digest(value: object) -> str:
    """SHA-256 of a JSON value, whatever the order of its keys."""
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def manifest_read(folder: Path) -> Manifest:
    """The manifest of an edition's folder.

    Raises `EditionError` when there is none or its form is unknown, `ManifestDamagedError` when it
    is not what was sealed.
    """
    path = folder / FILE
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise EditionError(f"{folder.name} 没有清单，不是完整的一期") from None
    except ValueError as error:
        raise ManifestDamagedError(f"{path} 已损坏，不是合法的 JSON：{error}") from error
    version = said.get("version") if isinstance(said, dict) else None
    if version != VERSION:
        raise EditionError(
            f"{folder.name} 的清单版本是 {version!r}，本程序只认识版本 {VERSION}；"
            "请用编制它的版本或更新的 louyu 打开"
        )
    try:
        manifest = Manifest.model_validate(said)
    except ValidationError as error:
        raise ManifestDamagedError(f"{path} 已损坏：{error.errors()[0]['msg']}") from error
    if manifest.seal != manifest.sha256:
        raise ManifestDamagedError(f"{path} 已损坏：内容与封存的校验和不符")
    return manifest
