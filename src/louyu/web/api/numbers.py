"""指标 indicators: what there is, their values, and the rows behind one."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from louyu.web.api.keyed import AUTH, exact_read, month_of, needing, reader_of
from louyu.web.api.shown import Limit, Listed, Offset, listed
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader

router = Router(tags=["指标"], auth=AUTH)
Level = Literal["district", "street", "building"]


class IndicatorSaid(Schema):
    """An indicator of the catalogue."""

    key: str
    number: int | None
    name: str
    unit: str
    course: str
    clause: str
    decision: str
    numerator: str
    numerator_unit: str
    denominator: str
    denominator_unit: str
    levels: list[str]
    restricted: bool


class ValueSaid(Schema):
    """A number: ``value`` in the indicator's unit; hidden where it would tell one payer's tax."""

    indicator: str
    level: str
    scope: str
    month: int
    value: float | None
    numerator: int | None
    denominator: int | None
    hidden: bool


@router.get("/indicators", response=list[IndicatorSaid], summary="指标目录")
@needing(Ability.READ)
def indicators(request: HttpRequest) -> list[dict[str, Any]]:
    reader = reader_of(request)
    return [
        {
            "key": key, "number": each.number, "name": reader.name_of(key), "unit": each.unit,
            "course": each.course, "clause": reader.clause_of(key), "decision": each.decision,
            "numerator": each.numerator, "numerator_unit": each.numerator_unit,
            "denominator": each.denominator, "denominator_unit": each.denominator_unit,
            "levels": list(each.levels), "restricted": each.money,
        }
        for key, each in reader.indicators.items()
    ]  # fmt: skip


def known(reader: Reader, key: str) -> None:
    if key not in reader.indicators:
        raise HttpError(404, f"没有指标“{key[:40]}”")


@router.get("/indicators/{key}/values", response=Listed[ValueSaid], summary="一项指标的值")
@needing(Ability.READ)
def values(
    request: HttpRequest,
    key: str,
    level: Level = "district",
    scope: str | None = None,
    month: int | None = None,
    offset: Offset = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """Of one scope in every month, of every scope in one month, or of one scope in one month."""
    reader = reader_of(request)
    known(reader, key)
    indicator = reader.indicators[key]
    if indicator.money and level != "district":
        exact_read(request, f"{reader.name_of(key)} {scope or level} {month or ''}".strip())
    months = reader.months if month is None and scope else (month_of(reader, month),)
    if scope:
        scopes = [scope]
    elif level == "street":
        scopes = [street.name for street in reader.district.streets]
    elif level == "building":
        scopes = sorted(reader.building_names(months[-1]))
        for at in months:
            reader.building_values(at).of(key)  # at once, not one building after another
    else:
        scopes = [reader.district.name]
    rows = []
    for each in scopes:
        for at in months:
            found = reader.value(key, level, each, at)
            if found is None:
                continue
            over, under = found.numerator, found.denominator
            shown = None if over is None else indicator.value(over, under)
            rows.append(
                {
                    "indicator": key, "level": level, "scope": each, "month": at,
                    "value": None if shown is None else float(shown),
                    "numerator": over, "denominator": under, "hidden": found.hidden,
                }
            )  # fmt: skip
    return listed(reader.name, rows, offset, limit)


@router.get(
    "/indicators/{key}/explain/{level}/{scope}/{month}",
    response=Listed[dict[str, Any]],
    summary="一个数的来历：逐行构成",
)
@needing(Ability.READ)
def explain(
    request: HttpRequest,
    key: str,
    level: Level,
    scope: str,
    month: int,
    offset: Offset = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """The register rows that make up a number, each with file, sheet and row where it may."""
    reader = reader_of(request)
    known(reader, key)
    if reader.value(key, level, scope, month_of(reader, month)) is None:
        raise HttpError(404, "这一期里没有这个数")
    if reader.indicators[key].money and level != "district":
        exact_read(request, f"{reader.name_of(key)} {scope} {month}")
    count, rows = reader.contributions(key, level, scope, month, offset=offset, most=limit)
    return {
        "edition": reader.name, "count": count, "offset": offset, "items": rows.to_pylist()
    }  # fmt: skip
