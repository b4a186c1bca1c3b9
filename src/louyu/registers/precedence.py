"""优先序 precedence: which publisher's value stands, and what the others said.

Per column the first stated value wins: the word of the datum's owner (裁定) before any other
correction (更正) before the lists, and these in the order in which the contract names its
publishers; within one publisher the last received batch, and in it the first row.
"""

import ibis
from ibis.expr.types import IntegerValue, StringValue

from louyu.district import Contract, District
from louyu.nouns import LINEAGE, NOUNS, STATEMENTS
from louyu.registers.correction import corrections
from louyu.registers.months import spoken

CELLS = tuple(
    column.name
    for column in STATEMENTS["building"].columns
    if column.name != "building_code" and column not in LINEAGE
)
"""Columns of a building that several publishers may state."""

SPOKEN = ("publisher", "sender", "batch", "sheet", "row")
"""Who said a cell, and where."""

LISTED = "清单"
"""The standing of what a list says."""


def rank(publisher: StringValue, contract: Contract) -> IntegerValue:
    """0 for the publisher whose word comes first."""
    places = [(sender, place) for place, sender in enumerate(contract.senders)]
    return publisher.cases(*places, else_=len(places))


def official(street: StringValue, district: District) -> StringValue:
    """The official name of a street said by an alias; another name stays as said."""
    names = {alias: street.name for street in district.streets for alias in street.aliases}
    return street.substitute(names) if names else street


def stated(
    building_statement: ibis.Table,
    coverage: ibis.Table,
    batch: ibis.Table,
    months: ibis.Table,
    building_correction: ibis.Table | None = None,
    *,
    district: District,
) -> ibis.Table:
    """What each list and each word says of each building in each month.

    ``place``: 1 speaks first. A word is heard of buildings that a list of the month names.
    """
    contract = district.contracts["building"]
    received = batch.select("batch", "sequence")
    said = spoken(building_statement, coverage, months, dataset="building")
    said = said.join(received, "batch").rename(building="building_code")
    said = said.mutate(rank=rank(said.publisher, contract), standing=ibis.literal(LISTED))
    if building_correction is not None:
        words = corrections(building_correction, months, contract=contract, columns=CELLS)
        words = words.join(received, "batch").rename(building="building_code")
        words = words.semi_join(said, ["month", "building"])
        columns = ["month", "building", *CELLS, *SPOKEN, "sequence", "rank", "standing"]
        said = ibis.union(said.select(columns), words.select(columns))
    said = said.mutate(street=official(said.street, district))
    window = ibis.window(
        group_by=["month", "building"],
        order_by=[said.rank, said.sequence.desc(), said.sheet, said.row],
    )
    return said.mutate(place=ibis.row_number().over(window) + 1)


def cells(
    building_statement: ibis.Table,
    coverage: ibis.Table,
    batch: ibis.Table,
    months: ibis.Table,
    building_correction: ibis.Table | None = None,
    *,
    district: District,
) -> ibis.Table:
    """Every value that any source states of a building in a month.

    Columns: month, building, column, value (as text), publisher, sender, batch, sheet, row,
    standing, place, won.
    The value with ``won`` is the one in the register; the others were beaten by it.
    """
    heard = (building_statement, coverage, batch, months, building_correction)
    said = stated(*heard, district=district)
    values = by_cell(said)
    first = values.place.min().over(group_by=["month", "building", "column"])
    return values.mutate(won=values.place == first).select(
        "month", "building", "column", "value", *SPOKEN, "standing", "place", "won"
    )


def disagreements(
    building_statement: ibis.Table,
    coverage: ibis.Table,
    batch: ibis.Table,
    months: ibis.Table,
    building_correction: ibis.Table | None = None,
    *,
    district: District,
) -> ibis.Table:
    """矛盾: where a publisher states another value than the one that stands. Noun disagreement."""
    heard = (building_statement, coverage, batch, months, building_correction)
    said = stated(*heard, district=district)
    contested = said.place.max().over(group_by=["month", "building"]) > 1
    values = by_cell(said.filter(contested))
    cell = ["month", "building", "column"]
    values = values.mutate(
        won=values.place == values.place.min().over(group_by=cell),
        own=ibis.row_number().over(group_by=[*cell, "publisher"], order_by="place"),
    )
    winner = values.filter(values.won).select(
        *cell, "value", "publisher", "standing", "batch", "sheet", "row"
    )
    beaten = values.filter(~values.won, values.own == 0).select(
        *cell,
        beaten_value="value",
        beaten_publisher="publisher",
        beaten_batch="batch",
        beaten_sheet="sheet",
        beaten_row="row",
    )
    both = winner.join(beaten, cell)
    both = both.filter(both.value != both.beaten_value, both.publisher != both.beaten_publisher)
    both = both.mutate(noun=ibis.literal("building")).rename(thing="building")
    return both.select(*NOUNS["disagreement"].schema)


def by_cell(said: ibis.Table) -> ibis.Table:
    """One row per stated value, as text, instead of one per statement."""
    texts = said.select(
        "month",
        "building",
        "place",
        "standing",
        *SPOKEN,
        **{name: said[name].cast("string") for name in CELLS},
    )
    values = texts.pivot_longer(list(CELLS), names_to="column", values_to="value")
    return values.filter(values.value.notnull())
