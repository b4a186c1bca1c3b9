"""区县 district: a place and its rules, read from a folder of data."""

from louyu.district.offer import Family, Offer, Review
from louyu.district.place import (
    Contract,
    ContractColumn,
    Dated,
    Department,
    District,
    Goal,
    Parameter,
    Project,
    Street,
    Target,
    Task,
    district_read,
)
from louyu.district.record import DistrictError, month_number

__all__ = [
    "Contract",
    "ContractColumn",
    "Dated",
    "Department",
    "District",
    "DistrictError",
    "Family",
    "Goal",
    "Offer",
    "Parameter",
    "Project",
    "Review",
    "Street",
    "Target",
    "Task",
    "district_read",
    "month_number",
]
