"""企业归并 linkage: which records of departments' lists are one organisation.

Exact stages, candidates, features, a scorer, three bands, clusters; each is a file. Nothing here
knows a place: divisions are given by the district.
"""

from louyu.registers.linkage.bands import Bands
from louyu.registers.linkage.clusters import clustered
from louyu.registers.linkage.pairs import linked, scorer_learned
from louyu.registers.linkage.scorer import Scorer, scorer_shipped, scorer_weights

__all__ = [
    "Bands",
    "Scorer",
    "clustered",
    "linked",
    "scorer_learned",
    "scorer_shipped",
    "scorer_weights",
]
