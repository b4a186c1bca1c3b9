"""辨认 recognition: which dataset a file is, who sends it and which month it is about.

What is given with the file stands; the rest is read from headers, the lines above and below them,
sheet names and the file's name. Where these are silent or contradict each other the file is
refused, since a wrong month replaces a right one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import PurePath

from louyu.district import Contract, District
from louyu.sources.header import Layout, Rows, layout
from louyu.sources.refusal import FileProblem, RefusalError
from louyu.sources.visible import visible
from louyu.standards.calendar import month_of
from louyu.standards.width import half_width, unspaced

SENDER_KEYS = "报送单位|填报单位|上报单位|填表单位|编报单位|提供单位|制表单位"
PERIOD_KEYS = "税款所属期|数据所属期|所属期|所属月份|数据月份|统计月份|报送月份|报表月份"
OTHER_KEYS = (
    "金额单位|面积单位|计量单位|单位|填报日期|填表日期|制表日期|报送日期|填报时间|报送时间|打印时间"
    "|填表人|填报人|制表人|审核人|经办人|负责人|单位负责人|联系人|联系电话|电话|统计负责人|数据来源"
)
KEY = re.compile(
    rf"(?<![一-鿿])(?P<key>{SENDER_KEYS}|{PERIOD_KEYS}|{OTHER_KEYS})\s*(?:\([^()]*\)\s*)?:"
)
MONTH = re.compile(
    r"(?<![0-9])(?P<year>20[0-9]{2})\s*(?:年\s*(?P<month>1[0-2]|0?[1-9])\s*月(?!\s*[0-9]{1,2}\s*[日号])"
    r"|[-./_](?P<month_>1[0-2]|0[1-9])(?![-./_]?[0-9])|(?P<month__>1[0-2]|0[1-9])(?![0-9]))"
)
SPAN = re.compile(r"[0-9]\s*月?\s*[-—–~～至到]\s*[0-9]{1,2}\s*月")


@dataclass(frozen=True)
class Sender:
    """Who speaks: ``publisher`` is a department's id, ``street`` or ``operator``."""

    publisher: str
    name: str


@dataclass(frozen=True)
class Surroundings:
    """What stands around the rows of a file: the lines over the header, notes, names."""

    file: str
    above: tuple[tuple[str | None, ...], ...]
    below: tuple[tuple[str | None, ...], ...]
    sheets: tuple[str, ...]

    def keyed(self, keys: str) -> list[str]:
        """The values written behind any of some keys, in the same cell or the next."""
        found = []
        for row in (*self.above, *self.below):
            cells = [half_width(cell).strip() for cell in row if cell]
            for cell, after in zip_longest(cells, cells[1:], fillvalue=""):
                places = list(KEY.finditer(cell))
                for match, following in zip_longest(places, places[1:]):
                    value = cell[match.end() : following.start() if following else None].strip()
                    if not value and following is None and not KEY.search(after):
                        value = after
                    if value and re.fullmatch(keys, match["key"]):
                        found.append(value)
        return found

    @property
    def titles(self) -> list[str]:
        """Lines over the header that are no key with its value."""
        cells = [half_width(cell) for row in self.above for cell in row if cell]
        return [cell for cell in cells if not KEY.search(cell)]


def dataset_recognised(
    first_rows: Sequence[Rows], said: str, district: District, *, seen: str
) -> str:
    """The one dataset whose contract the headers carry best; its label in ``said`` decides ties.

    ``seen`` is told where no dataset fits.
    """
    found: list[tuple[tuple[int, int, int], str]] = []
    partly: list[tuple[int, str]] = []
    for dataset, contract in district.contracts.items():
        for rows in first_rows:
            best = layout(rows, contract)
            if best is None:
                continue
            if best.missing(contract):
                partly.append((len(best.columns), contract.label))
                continue
            score = (
                len(best.columns) - len(best.unknown),
                contract.label in said,
                len(best.columns),
            )
            found.append((score, dataset))
    found.sort(reverse=True)
    if not found:
        nearest = f"最接近的是“{max(partly)[1]}”" if partly else "没有一个表头是认识的"
        raise RefusalError(FileProblem.DATASET_UNKNOWN, f"{nearest}；{seen}")
    rivals = {dataset for score, dataset in found if score == found[0][0]}
    if len(rivals) > 1:
        labels = "、".join(sorted(district.contracts[dataset].label for dataset in rivals))
        raise RefusalError(FileProblem.DATASET_UNKNOWN, f"都像：{labels}")
    return found[0][1]


def sender_named(said: str, contract: Contract, district: District) -> Sender | None:
    """A unit by the name its people use, among all that the district knows."""
    name = unspaced(half_width(said))
    if department := district.department_named(name):
        return Sender(department.id, department.name)
    if street := district.street_named(name):
        return Sender("street", street.name)
    if name.removeprefix(district.name) != name and (
        street := district.street_named(name.removeprefix(district.name))
    ):
        return Sender("street", street.name)
    return Sender("operator", visible(said.strip())) if "operator" in contract.senders else None


def sender_given(said: str, contract: Contract, district: District) -> Sender:
    """The sender that is named with a file; it must be one of the contract's."""
    sender = sender_named(said, contract, district)
    if sender is None:
        raise RefusalError(FileProblem.SENDER_UNKNOWN, f"没有名为“{said}”的单位")
    if sender.publisher not in contract.senders:
        raise RefusalError(
            FileProblem.SENDER_NOT_ALLOWED,
            f"{sender.name}；“{contract.label}”由{senders_label(contract, district)}报送",
        )
    return sender


def senders_label(contract: Contract, district: District) -> str:
    names = {department.id: department.name for department in district.departments}
    names |= {"street": "各街镇", "operator": "各楼宇运营单位"}
    return "、".join(names[sender] for sender in contract.senders)


def sender_recognised(
    around: Surroundings, contract: Contract, district: District, given: str | None
) -> tuple[Sender, list[str]]:
    """Who sends the file, and warnings: given, else 报送单位, else a name in title or file name."""
    written = around.keyed(SENDER_KEYS)
    if given is not None:
        sender = sender_given(given, contract, district)
        others = [name for name in written if sender_named(name, contract, district) != sender]
        for name in others:
            said = sender_named(name, contract, district)
            if said is not None and said.publisher != "operator":
                raise RefusalError(
                    FileProblem.SENDER_CONTRADICTED, f"所报：{sender.name}；表内：{name}"
                )
        return sender, [
            f"表里写的报送单位“{name}”与所报的“{sender.name}”写法不同" for name in others
        ]
    if written:
        return sender_given(written[0], contract, district), []
    for line in (*around.titles, PurePath(around.file).stem):
        named = senders_within(half_width(line), contract, district)
        if len(named) == 1:
            return named.pop(), []
    if len(contract.senders) == 1 and contract.senders[0] not in ("street", "operator"):
        return sender_given(contract.senders[0], contract, district), []
    raise RefusalError(
        FileProblem.SENDER_UNKNOWN,
        f"“{contract.label}”可由{senders_label(contract, district)}报送",
    )


def senders_within(line: str, contract: Contract, district: District) -> set[Sender]:
    """Units of the contract whose name stands in a line."""
    found = {
        Sender(department.id, department.name)
        for department in district.departments
        if department.id in contract.senders and any(name in line for name in department.names)
    }
    if "street" in contract.senders:
        found |= {
            Sender("street", street.name)
            for street in district.streets
            if any(name in line for name in (street.name, *street.aliases))
        }
    return found


def months_within(line: str) -> set[int]:
    """Months written in a line; a day's date is none, and a span of months is none."""
    text = half_width(line)
    if SPAN.search(text):
        return set()
    return {
        int(match["year"]) * 100 + int(match["month"] or match["month_"] or match["month__"])
        for match in MONTH.finditer(text)
    }


def month_recognised(
    around: Surroundings, periods: Iterable[int], given: int | None
) -> tuple[int, list[str]]:
    """The month a file is about, and warnings; ``periods`` are those of its 所属期 column."""
    keyed = [month_of(value)[0] or next(iter(months_within(value)), None)
             for value in around.keyed(PERIOD_KEYS)]  # fmt: skip
    said = {
        "表头上方": {month for month in keyed if month}
        or set().union(*map(months_within, around.titles)),
        "所属期列": set(periods),
        "工作表名": set().union(*map(months_within, around.sheets)),
        "文件名": months_within(PurePath(around.file).stem),
    }
    stated = {place: months for place, months in said.items() if months}
    if given is not None:
        return given, [
            f"{place}写的月份是{month_list(months)}，与所报的{month_list({given})}不同"
            for place, months in stated.items()
            if given not in months
        ]
    every = set().union(*stated.values()) if stated else set()
    if not every:
        raise RefusalError(FileProblem.MONTH_UNKNOWN)
    if len(every) > 1:
        detail = "；".join(f"{place}：{month_list(months)}" for place, months in stated.items())
        raise RefusalError(FileProblem.MONTH_CONTRADICTED, detail)
    return every.pop(), []


def month_list(months: set[int]) -> str:
    return "、".join(f"{month // 100}年{month % 100}月" for month in sorted(months))


def surroundings(
    file: str, sheets: Sequence[tuple[str, Rows, Layout]], last_rows: Sequence[Rows]
) -> Surroundings:
    """What stands around the rows of the sheets that have a header."""
    return Surroundings(
        file=file,
        above=tuple(tuple(row) for _, rows, found in sheets for row in rows[: found.first]),
        below=tuple(tuple(row) for rows in last_rows for row in rows),
        sheets=tuple(name for name, _, _ in sheets),
    )
