"""记录 record: what every entry of a district's YAML has in common."""

from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict


class DistrictError(ValueError):
    """A district folder is incomplete or contradicts itself; the message names file and place."""


def month_number(value: object) -> int:
    """``2024-01`` as 202401, the way every table stores a month."""
    year, _, month = str(value).partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        raise ValueError(f"月份应写作 2024-01，这里是 {value!r}")
    return int(year) * 100 + int(month)


Month = Annotated[int, BeforeValidator(month_number)]


class Record(BaseModel):
    """Read once, never changed; an unknown key is an error, not a surprise."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
