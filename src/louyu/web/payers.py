"""纳税企业 payers: who stands behind a sum of tax, which decides whether it may be shown."""

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from louyu.web.kept import Kept
from louyu.web.opened import Opened
from louyu.web.people.disclosure import Cell

Cells = dict[str, Cell]

COUNTING = ("building", "street", "counts")
"""What of the cube says which buildings count, and in which street."""


class Payers:
    """Payers of an edition, counted in the district (named ``whole``) and in its streets."""

    def __init__(self, edition: Opened, whole: str) -> None:
        self.edition = edition
        self.whole = whole
        self.kept = Kept(most=4096)
        # A year's months are counted together; more of a province would fill the memory.
        self.months = Kept(most=14)

    def cells(self, level: str, window: Sequence[int], month: int) -> Cells:
        """By scope: who paid in a window of months, in the buildings that count in a month."""

        def read() -> Cells:
            known = self.edition.payers(level, window, month)
            return self.counted(level, window, month) if known is None else known

        cells: Cells = self.kept.get((level, tuple(window), month), read)
        return cells

    def counted(self, level: str, window: Sequence[int], month: int) -> Cells:
        cube = self.edition.rows("building_month", month, columns=COUNTING)
        counting = cube.filter(cube["counts"])
        streets = pc.unique(counting["street"])
        paid = pa.concat_tables([self.paid(each) for each in window])
        place = pc.index_in(self.codes("building"), value_set=counting["building"])
        if level == "street":
            place = pc.index_in(counting["street"], value_set=streets).take(place)
        scope = place.take(paid["building"])
        within = pc.is_valid(scope)
        if level == "district":
            scope = pa.repeat(pa.scalar(0, pa.int32()), paid.num_rows)
        scopes = streets.to_pylist() if level == "street" else [self.whole]
        rows = paid.append_column("scope", scope).filter(within)
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

    def codes(self, noun: str) -> pa.Array:
        """Every building or enterprise: its place in this list stands for it while counting."""

        def read() -> pa.Array:
            return pc.unique(self.edition.rows(noun, columns=(noun,))[noun]).drop_null()

        return self.kept.get(noun, read)

    def paid(self, month: int) -> pa.Table:
        """What each enterprise paid in each building, both by their place in `codes`.

        An enterprise that is in no list shares one place with others like it: fewer payers, so
        that more is hidden, never less.
        """

        def read() -> pa.Table:
            tax = self.edition.rows("tax", month, columns=("building", "enterprise", "total"))
            places = {
                noun: pc.index_in(tax[noun], value_set=self.codes(noun))
                for noun in ("building", "enterprise")
            }
            return pa.table({**places, "total": tax["total"]})

        table: pa.Table = self.months.get(("paid", month), read)
        return table
