"""程序版本 code version: which text of this package made an edition's bytes."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

FACES = frozenset(
    {"web", "commands", "sample", "cli.py", "__main__.py", "explain", "services", "ahead.py",
     "fact_file.py"}
)  # fmt: skip
"""Parts that only show, imitate or answer: they make no byte of an edition."""


def code_version() -> str:
    return version("louyu")


@cache
def code_sha256() -> str:
    """SHA-256 of the package's code and tables, without its faces."""
    digest = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if path.suffix in {".py", ".csv"} and name.parts[0] not in FACES:
            digest.update(name.as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()
