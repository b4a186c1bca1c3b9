"""认行 things: which building and which enterprise each row of somebody's table is about.

A code tells it beyond doubt; a name does where one thing in sight has it. What is not in sight and
what does not exist are told in the same words.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from louyu.nouns import NOUNS
from louyu.standards.address import building_key, name_key
from louyu.standards.uscc import uscc_is_valid
from louyu.standards.width import half_width, unspaced
from louyu.web.reader import Reader
from louyu.web.workbench.holdings import CODE, ENTERPRISE, NAME, TITLE, USCC, Holding

TOTALS = frozenset({"合计", "总计", "小计", "共计", "累计"})


@dataclass
class Row:
    """A row of a table, from 1: what it says of itself, and what it was told to be."""

    number: int
    said: dict[Holding, str]
    building: str = ""
    enterprise: str = ""
    why: str = ""
    note: str = ""

    @property
    def told(self) -> bool:
        return not self.why

    @property
    def words(self) -> str:
        return " ".join(self.said.values())


@dataclass
class Known:
    """The things that a table names, with what is looked up about them later."""

    buildings: dict[str, dict[str, Any]] = field(default_factory=dict)
    enterprises: dict[str, dict[str, Any]] = field(default_factory=dict)


def code_of(text: str) -> str:
    return unspaced(half_width(text)).upper()


def rows_told(
    rows: Iterable[Row], kinds: Collection[str], reader: Reader
) -> tuple[list[Row], Known]:
    """Every row with what it is about, or why that cannot be told."""
    every = [row for row in rows if not TOTALS & {unspaced(said) for said in row.said.values()}]
    buildings = reader.buildings(reader.months[-1]).to_pylist()
    known = Known(buildings={row["building"]: row for row in buildings})
    by_name = building_names(known.buildings)
    codes = {code.upper(): code for code in known.buildings}
    for row in every:
        building_tell(row, codes, by_name)
        if ENTERPRISE in kinds:
            # The enterprise decides: what is only of the building stays empty.
            row.why = "这一行没有写企业"
        elif not row.building:
            row.why = row.why or "这一行没有写楼宇"
    if ENTERPRISE in kinds:
        enterprises_tell(every, reader, known)
    return every, known


def building_names(buildings: Mapping[str, dict[str, Any]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, row in buildings.items():
        names = [row["name"], *(row.get("aliases") or "").split("、")]
        for name in filter(None, names):
            found.setdefault(building_key(name), set()).add(code)
    return found


def building_tell(row: Row, codes: Mapping[str, str], by_name: Mapping[str, set[str]]) -> None:
    code, name = row.said.get(CODE, ""), row.said.get(NAME, "")
    if code:
        row.building = codes.get(code_of(code), "")
        row.why = "" if row.building else "范围内没有这个楼宇编码"
    elif name:
        found = by_name.get(building_key(name), set())
        row.building = next(iter(found)) if len(found) == 1 else ""
        row.why = "" if row.building else several("楼宇", len(found))


def several(kind: str, count: int) -> str:
    return f"同名的{kind}有 {count} 个，请填编码" if count else f"范围内没有这个名称的{kind}"


def enterprises_tell(rows: Sequence[Row], reader: Reader, known: Known) -> None:
    """Looks up every code and name at once; a name decides only where no code does."""
    by_code, by_name = said_codes(rows), said_names(rows)
    ids, named = found_ids(reader, by_code, by_name)
    for row in rows:
        if row.number in by_code:
            row.enterprise = ids.get(by_code[row.number], "")
            row.why = "" if row.enterprise else "范围内没有这个信用代码"
        elif row.number in by_name:
            hits = named.get(by_name[row.number], set())
            row.enterprise = next(iter(hits)) if len(hits) == 1 else ""
            row.why = "" if row.enterprise else several("企业", len(hits))
        elif row.said.get(USCC):
            row.why = "信用代码校验不过"
    known.enterprises = last_spans(reader, {row.enterprise for row in rows if row.enterprise})
    for row in rows:
        now = known.enterprises.get(row.enterprise, {}).get("name")
        said = row.said.get(TITLE)
        if row.number in by_code and said and now and name_key(said) != name_key(now):
            row.note = f"这个信用代码现在的名称是“{now}”"


def said_codes(rows: Iterable[Row]) -> dict[int, str]:
    """The codes that hold, by the row's number."""
    codes = ((row.number, code_of(row.said.get(USCC, ""))) for row in rows)
    return {number: code for number, code in codes if code and uscc_is_valid(code)}


def said_names(rows: Iterable[Row]) -> dict[int, str]:
    return {row.number: name_key(row.said[TITLE]) for row in rows if row.said.get(TITLE)}


def found_ids(
    reader: Reader, by_code: Mapping[int, str], by_name: Mapping[int, str]
) -> tuple[dict[str, str], dict[str, set[str]]]:
    """The enterprises of codes, and those of names, which may be several."""
    columns = ("enterprise", "uscc", "name")
    codes = set(by_code.values())
    written = {v for n, key in by_name.items() if n not in by_code for v in variants(key)}
    told = reader.of_things("enterprise", columns=columns, where={"uscc": codes}) if codes else []
    ids = {row["uscc"]: row["enterprise"] for row in told}
    named: dict[str, set[str]] = {}
    if written:
        for found in reader.of_things("enterprise", columns=columns, where={"name": written}):
            named.setdefault(name_key(found["name"]), set()).add(found["enterprise"])
    return ids, named


def variants(key: str) -> set[str]:
    """A name's key as registers may write it: with half or full width brackets."""
    return {key, key.replace("(", "（").replace(")", "）")}


def last_spans(reader: Reader, enterprises: Collection[str]) -> dict[str, dict[str, Any]]:
    """What is known last of some enterprises."""
    if not enterprises:
        return {}
    columns = NOUNS["enterprise"].schema
    spans = reader.of_things("enterprise", columns=columns, where={"enterprise": enterprises})
    return {row["enterprise"]: row for row in sorted(spans, key=lambda row: row["from_month"])}
