"""报送: what each department, street and operator would report if nobody ever erred.

One long table per dataset: the columns of its statement noun that the contract has, and before
them ``month`` and ``sender``, and the truth of each row in ``_enterprise`` and ``_building``
(numbers, null for none). Rows are sorted by month and sender; a file is a run of rows.
"""

import polars as pl

from louyu.sample.reports_building import building, power, space, tenancy
from louyu.sample.reports_enterprise import (
    headquarters,
    insured,
    registration,
    statistical_unit,
    tax,
)
from louyu.sample.reports_event import (
    evaluation,
    operated_space,
    parcel,
    party_body,
    recognition,
    renovation,
)
from louyu.sample.reports_place import facility, lead, project, walk_network
from louyu.sample.world import World

REPORTS = {
    "building": building,
    "space": space,
    "tenancy": tenancy,
    "registration": registration,
    "tax": tax,
    "statistical_unit": statistical_unit,
    "headquarters": headquarters,
    "insured": insured,
    "power": power,
    "party_body": party_body,
    "recognition": recognition,
    "evaluation": evaluation,
    "renovation": renovation,
    "operated_space": operated_space,
    "project": project,
    "parcel": parcel,
    "facility": facility,
    "walk_network": walk_network,
    "lead": lead,
}


def reports(world: World) -> dict[str, pl.DataFrame]:
    """Every dataset's rows, in the order of files."""
    return {dataset: report(world) for dataset, report in REPORTS.items()}
