"""What the index tells of where enterprises are only spares reading: no answer differs by it."""

from pathlib import Path

import pyarrow.compute as pc
import pytest

from louyu.web import shelf
from louyu.web.dossier.enterprises import PER_PAGE, Asked, found
from louyu.web.people.rights import Access, Clearance, access_of
from louyu.web.reader import Reader
from louyu.web.search_index import index_made

NOTHING_ELSE = {"name": "", "state": "", "industry": "", "registered": "", "taxed": ""}


def accesses(street: str) -> list[Access]:
    return [
        access_of("leader", "演示单位", "演示甲", (), Clearance.EXACT, opened=True),
        access_of("liaison", street, "演示乙", (street,), Clearance.BANDED, opened=False),
    ]


def whole_of(street: str) -> Reader:
    """The edition as who sees all of it; a liaison's names are of its own enterprises alone."""
    found = shelf.reader_for(accesses(street)[0])
    assert found is not None
    return found


@pytest.mark.parametrize("home", ["normal"], indirect=True)
def test_with_and_without_the_index_an_enterprise_has_the_same_rows(home: Path) -> None:
    street = shelf.district_of_site().streets[0].name

    def told() -> list[object]:
        shelf.STANDING.clear()
        said: list[object] = []
        for access in accesses(street):
            reader = shelf.reader_for(access)
            assert reader is not None
            asked = Asked(reader.months[-1], street="", **NOTHING_ELSE)
            listing = found(reader, asked, most=None)
            said.append(listing.rows.to_pylist())
            everybody = whole_of(street).rows("enterprise")["enterprise"].to_pylist()
            said.append(reader.names_of([*everybody, "nobody", None]))
            for enterprise in listing.rows["enterprise"].to_pylist()[::7]:
                said.append(reader.tax_of_enterprise(enterprise))
                stays = reader.of_enterprise("tenancy", enterprise)
                said.append(sorted(stays, key=lambda row: str(sorted(row.items(), key=str))))
        return said

    without = told()
    whole = whole_of(street)
    assert whole.edition.sites(["any"]) is None and whole.edition.names_of(["any"]) is None
    index_made(home, whole.edition)
    assert whole.edition.sites(["any"]) == {"any": []}
    assert told() == without and any(without)


def test_pages_of_the_list_are_the_register_in_order(home: Path) -> None:
    street = shelf.district_of_site().streets[0].name
    for access in accesses(street):
        reader = shelf.reader_for(access)
        assert reader is not None
        month = reader.months[-1]
        spans = reader.rows("enterprise")
        holding = spans.filter(
            pc.and_(
                pc.less_equal(spans["from_month"], month),
                pc.greater_equal(spans["to_month"], month),
            )
        )
        wanted = Asked(month, street="", **NOTHING_ELSE)
        pages = [found(reader, wanted, page=at) for at in range(1, 12)]
        assert {page.total for page in pages} == {holding.num_rows}
        assert all(page.rows.num_rows <= PER_PAGE for page in pages)
        listed = [row["enterprise"] for page in pages for row in page.rows.to_pylist()]
        assert listed == sorted(holding["enterprise"].to_pylist())

        rooms = reader.rows("tenancy", month)
        here = set(rooms.filter(pc.equal(rooms["street"], street))["enterprise"].to_pylist())
        by_street = found(reader, Asked(month, street=street, **NOTHING_ELSE), most=None)
        assert set(by_street.rows["enterprise"].to_pylist()) == here & set(listed) and here
