"""名词: every table of the system, its columns, types, units, Chinese names and sensitivity.

This package is the only vocabulary. A column is described once, here; file contracts, templates,
pages, exports, masks and reference docs are derived from it. Three families: `statements` (what a
received row says), `registers` (one row per thing) and `numbers` (what is counted).
"""

from louyu.nouns import numbers, registers
from louyu.nouns.noun import NOUNS, Column, Noun, Sensitivity, Type
from louyu.nouns.statements import AUTHORED, LINEAGE, STATEMENTS

__all__ = [
    "AUTHORED",
    "LINEAGE",
    "NOUNS",
    "STATEMENTS",
    "Column",
    "Noun",
    "Sensitivity",
    "Type",
    "numbers",
    "registers",
]
