"""共享目录 the sharing catalogue: which data there are, who answers for them, on what terms.

政务数据共享条例 (2025) asks each dataset for its provider, attribute of sharing, purpose and term.
"""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from louyu.nouns import STATEMENTS
from louyu.web.api.keyed import AUTH, needing
from louyu.web.people.roles import Ability
from louyu.web.shelf import district_of_site

router = Router(tags=["共享目录"], auth=AUTH)


class ColumnSaid(Schema):
    name: str
    header: str
    type: str
    unit: str
    required: bool
    restricted: bool


class DatasetSaid(Schema):
    """A dataset of the catalogue."""

    dataset: str
    label: str
    about: str
    providers: list[str]
    cadence: str
    sharing: str
    purpose: str
    term: str
    columns: list[ColumnSaid]


@router.get("/datasets", response=list[DatasetSaid], summary="共享目录")
@needing(Ability.READ)
def datasets(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001 - ninja gives it
    district = district_of_site()
    named = {department.id: department.name for department in district.departments}
    said = []
    for dataset, contract in sorted(district.contracts.items()):
        noun = STATEMENTS[dataset]
        columns = [
            {
                "name": name, "header": column.header, "type": str(noun[name].type),
                "unit": column.unit, "required": column.required,
                "restricted": name in noun.restricted,
            }
            for name, column in contract.columns.items()
        ]  # fmt: skip
        said.append(
            {
                "dataset": dataset, "label": contract.label, "about": contract.about,
                "providers": [named.get(sender, sender) for sender in contract.senders],
                "cadence": contract.cadence, "purpose": contract.purpose, "columns": columns,
                "sharing": contract.sharing, "term": contract.term,
            }
        )  # fmt: skip
    return said
