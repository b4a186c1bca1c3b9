"""纳税企业 payers: who stands behind a sum of tax, which decides whether it may be shown."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from louyu.web.kept import Kept
from louyu.web.opened import Opened
from louyu.web.people.rights import Cell


class Payers:
    """Payers of an edition, counted in the district (named ``whole``) and in its streets."""

    def __init__(self, edition: Opened, whole: str) -> None:
        self.edition = edition
        self.whole = whole
        self.kept = Kept(most=4096)

    def cells(self, level: str, window: Sequence[int], month: int) -> dict[str, Cell]:
        """Who pays in the district or in each street, in the buildings that count in a month."""

        def read() -> dict[str, Cell]:
            cube = self.edition.rows("building_month", month)
            counting = cube.filter(cube["counts"])
            streets = pc.unique(counting["street"]).to_pylist()
            scopes = streets if level == "street" else [self.whole]
            paid = pa.concat_tables([self.paid(each) for each in window]).unify_dictionaries()
            building, enterprise = (
                paid[name].combine_chunks() for name in ("building", "enterprise")
            )
            known = counting["building"].combine_chunks()
            place = pc.index_in(building.dictionary, value_set=known).take(building.indices)
            scope = pa.repeat(pa.scalar(0), paid.num_rows)
            if level == "street":
                within = pc.index_in(counting["street"], value_set=pa.array(scopes, pa.string()))
                scope = within.combine_chunks().take(place)
            rows = pa.table(
                {"scope": scope, "enterprise": enterprise.indices, "total": paid["total"]}
            ).filter(pc.is_valid(place))
            payers = rows.group_by(["scope", "enterprise"]).aggregate([("total", "sum")])
            cells = payers.group_by("scope").aggregate(
                [("total_sum", "count"), ("total_sum", "sum"), ("total_sum", "max")]
            )
            found = {
                scopes[row["scope"]]: Cell(
                    row["total_sum_count"], row["total_sum_sum"] or 0, row["total_sum_max"] or 0
                )
                for row in cells.to_pylist()
            }
            return dict.fromkeys(scopes, Cell(0, 0, 0)) | found

        cells: dict[str, Cell] = self.kept.get(("payers", level, tuple(window), month), read)
        return cells

    def paid(self, month: int) -> pa.Table:
        """What each enterprise paid in each building: for counting payers, never shown."""

        def read() -> pa.Table:
            tax = self.edition.rows("tax", month).select(["building", "enterprise", "total"])
            coded = {name: tax[name].dictionary_encode() for name in ("building", "enterprise")}
            return pa.table({**coded, "total": tax["total"]})

        table: pa.Table = self.kept.get(("paid", month), read)
        return table
