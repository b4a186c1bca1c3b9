"""期 edition: one build of everything: immutable, numbered, reproducible, traceable.

``editions/<month>.<n>/`` holds Parquet files and one ``manifest.json``. `drafting` makes one,
`edition_open` and `editions` read, `value_changes` compares two, `damages` verifies.
"""

from louyu.edition.code import code_sha256, code_version
from louyu.edition.comparing import (
    BatchChange,
    batch_changes,
    months_changed,
    other_inputs_changed,
    value_changes,
    value_counts,
)
from louyu.edition.making import Draft, drafting
from louyu.edition.manifest import (
    BatchInput,
    EditionError,
    Inputs,
    Manifest,
    ManifestDamagedError,
    ParameterInput,
    digest,
    file_sha256,
)
from louyu.edition.reader import PARTITIONED, Edition, edition_names, edition_open, editions
from louyu.edition.verifying import Damage, damages

__all__ = [
    "PARTITIONED",
    "BatchChange",
    "BatchInput",
    "Damage",
    "Draft",
    "Edition",
    "EditionError",
    "Inputs",
    "Manifest",
    "ManifestDamagedError",
    "ParameterInput",
    "batch_changes",
    "code_sha256",
    "code_version",
    "damages",
    "digest",
    "drafting",
    "edition_names",
    "edition_open",
    "editions",
    "file_sha256",
    "months_changed",
    "other_inputs_changed",
    "value_changes",
    "value_counts",
]
