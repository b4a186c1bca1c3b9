"""What a reader without an account never sees: single amounts of tax, however asked for."""

from urllib.parse import quote

import example
import page as pages
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from louyu.web.people.disclosure import Cell, hidden_cells, tells_someone
from louyu.web.reader import Reader

DISTRICT = example.district().name
STREETS = [street.name for street in example.district().streets]


def test_an_amount_of_tax_is_in_no_page_and_no_download(client: Client, reader: Reader) -> None:
    """9,876,543.21 is every building's tax in the example, 1,234,567.xx every payer's."""
    paths = ["/", f"/street/{STREETS[0]}", "/building/", "/building/B001"]
    for level, scope in (("district", DISTRICT), ("street", STREETS[0]), ("building", "B001")):
        paths += [
            f"/explain/building_tax/{level}/{quote(scope)}/202506{end}"
            for end in ("", ".csv", "/moves")
        ]
    paths.append("/row/b4?sheet=税收&row=3")
    for path in paths:
        answer = client.get(path)
        streamed = getattr(answer, "streaming_content", None)
        text = (b"".join(streamed) if streamed else answer.content).decode()
        assert answer.status_code == 200
        assert "9,876,543" not in text and "1,234,567" not in text, path
        assert "987654321" not in text and "1234567" not in text, path
    for noun in ("tax", "building_month", "building_tax"):
        if noun in reader.edition.tables:
            assert not {"total", "local", "tax", "tax_year"} & set(reader.rows(noun).column_names)


def test_rows_behind_a_sum_of_tax_are_masked(client: Client) -> None:
    page = pages.read(
        client.get(f"/explain/building_tax/street/{quote(STREETS[0])}/202506").content.decode()
    )
    assert "受限字段" in page.text
    cells = [e for e in page.all("td") if "masked" in e.attributes.get("class", "")]
    assert len(cells) == 9 and {cell.text for cell in cells} == {"受限"}


def test_a_street_with_two_payers_is_hidden_and_so_is_the_one_it_would_be_subtracted_from(
    client: Client, reader: Reader
) -> None:
    """The last street has two payers in the buildings that count; the district's sum is shown."""

    def shown(level: str, scope: str) -> str:
        where = f"/explain/building_tax/{level}/{quote(scope)}/202506"
        page = pages.read(client.get(where).content.decode())
        return next(e.text for e in page.all("p") if "figure" in e.attributes.get("class", ""))

    assert "受限" in shown("street", STREETS[-1])
    hidden = [name for name in STREETS if "受限" in shown("street", name)]
    assert len(hidden) == 2
    assert "受限" not in shown("district", DISTRICT)
    assert "受限" in shown("building", "B001")
    assert reader.progress("building_tax", 202506) is not None


def test_counts_are_open_where_amounts_are_not(client: Client) -> None:
    page = pages.read(client.get("/explain/new_yi_buildings/building/B001/202506").content.decode())
    assert "受限字段，以" not in page.text


cells = st.dictionaries(
    st.text(max_size=3),
    st.lists(st.integers(1, 1000), max_size=6).map(
        lambda paid: Cell(len(paid), sum(paid), max(paid, default=0))
    ),
    max_size=8,
)


@given(cells)
def test_what_is_left_of_a_total_tells_nobody(parts: dict[str, Cell]) -> None:
    """Total less the shown parts is the sum of the hidden: it must not tell one payer's amount."""
    hidden = hidden_cells(parts)
    assert all(name in hidden for name, cell in parts.items() if tells_someone(cell))
    paying = [parts[name] for name in hidden if parts[name].payers]
    if paying and len(hidden) < len(parts):
        assert len(paying) > 1
        left = Cell(
            payers=sum(cell.payers for cell in paying),
            total=sum(cell.total for cell in paying),
            largest=max(cell.largest for cell in paying),
        )
        assert not tells_someone(left)


def test_few_payers_or_one_that_dwarfs_the_others_tell_someone() -> None:
    assert tells_someone(Cell(2, 100, 50))
    assert not tells_someone(Cell(3, 100, 40))
    assert not tells_someone(Cell(3, 100, 85))
    assert tells_someone(Cell(3, 100, 86))
