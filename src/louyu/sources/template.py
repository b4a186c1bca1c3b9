"""模板 template: the workbook that a sender fills in, derived from the contract and the nouns.

Title, a line for sender and month, headers with units, drop-downs for what may be chosen, text
format for codes so that no digit is lost, and a sheet 说明. Filled in, it goes through the door.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from louyu.district import Contract, ContractColumn, District
from louyu.nouns import Column, Type
from louyu.sources.header import column_letter

LINES = 5_000
"""Rows prepared with formats and drop-downs."""
TITLE_ROW, SENDER_ROW, HEADER_ROW = 0, 1, 2
INLINE = 240
"""Characters of choices that fit into a cell's own rule; longer lists are cells of 说明."""
NOTES = "说明"
NOTES_HEADER = ("列", "必填", "单位", "填法", "可选值", "说明")
FORMATS = {
    Type.TEXT: "@",
    Type.INTEGER: "0",
    Type.REAL: "General",
    Type.FLAG: "@",
    Type.DATE: "yyyy-mm-dd",
    Type.MONTH: "@",
    Type.MONEY: "#,##0.00",
    Type.AREA: "#,##0.00",
}
WAYS = {
    Type.TEXT: "文字",
    Type.INTEGER: "整数",
    Type.REAL: "数",
    Type.FLAG: "是或否",
    Type.DATE: "日期，如 2025-05-03",
    Type.MONTH: "月份，如 2025-05",
    Type.MONEY: "金额",
    Type.AREA: "面积",
}
NUMBERS = (Type.INTEGER, Type.REAL, Type.MONEY, Type.AREA)
WIDTHS = {Type.TEXT: 22, Type.MONEY: 16, Type.AREA: 16, Type.DATE: 14}


def template_write(
    path: Path,
    district: District,
    dataset: str,
    *,
    sender: str | None = None,
    month: int | None = None,
    rows: Sequence[Mapping[str, str]] = (),
) -> None:
    """Writes the template of a dataset; ``sender``, ``month`` and ``rows`` (texts by column's name)
    are filled in where given.

    Raises `KeyError` when the district has no such dataset.
    """
    contract = district.contracts[dataset]
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{contract.label}报送表", "author": district.name})
        page = book.add_worksheet(contract.label[:31])
        notes = book.add_worksheet(NOTES)
        lists = notes_write(book, notes, contract, district)
        head_write(book, page, contract, district, sender, month)
        for place, (name, rules) in enumerate(contract.columns.items()):
            column_write(book, page, place, contract.noun[name], rules, lists.get(name))
            for line, said in enumerate(rows, HEADER_ROW + 1):
                if said.get(name):
                    cell_write(page, line, place, contract.noun[name].type, said[name])
        page.freeze_panes(HEADER_ROW + 1, 0)
        page.activate()


def cell_write(page: Any, line: int, place: int, kind: Type, said: str) -> None:
    """A cell filled in: a number as a number where it is one, all else as text, never a formula."""
    number = kind in NUMBERS and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", said)
    if number:
        page.write_number(line, place, float(said))
    else:
        page.write_string(line, place, said)


def head_write(
    book: Any,
    page: Any,
    contract: Contract,
    district: District,
    sender: str | None,
    month: int | None,
) -> None:
    """The title, and the line on which sender and month stand."""
    title = book.add_format({"bold": True, "font_size": 16})
    key = book.add_format({"bold": True, "align": "right"})
    blank = book.add_format({"num_format": "@", "bottom": 1})
    page.write_string(TITLE_ROW, 0, f"{district.name}{contract.label}报送表", title)
    page.set_row(TITLE_ROW, 26)
    said = (
        ("报送单位：", sender or ""),
        ("所属期：", f"{month // 100}年{month % 100}月" if month else ""),
    )
    for place, (label, value) in enumerate(said):
        page.write_string(SENDER_ROW, place * 2, label, key)
        page.write_string(SENDER_ROW, place * 2 + 1, value, blank)
    page.write_comment(SENDER_ROW, 3, "填这张表所说的月份，如：2025年5月")


def column_write(
    book: Any, page: Any, place: int, column: Column, rules: ContractColumn, source: Any
) -> None:
    """One column: its header with its note, its format and what may be chosen."""
    header = header_of(rules)
    style = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    colour = "#FCE4D6" if rules.required else "#DDEBF7"
    page.write_string(HEADER_ROW, place, header, book.add_format({**style, "bg_color": colour}))
    page.write_comment(HEADER_ROW, place, comment(column, rules), {"x_scale": 1.6})
    width = max(WIDTHS.get(column.type, 12), len(header) * 2 + 2)
    cells = book.add_format({"num_format": FORMATS[column.type]})
    page.set_column(place, place, min(width, 40), cells)
    if rule := validation(column, rules, source):
        page.data_validation(HEADER_ROW + 1, place, HEADER_ROW + LINES, place, rule)


def header_of(rules: ContractColumn) -> str:
    """The header with its unit, and a star where it is required."""
    unit = f"（{rules.unit}）" if rules.unit else ""
    return f"{'*' if rules.required else ''}{rules.header}{unit}"


def comment(column: Column, rules: ContractColumn) -> str:
    said = ["必填" if rules.required else "选填", way(column, rules)]
    if rules.unit:
        said.append(f"单位：{rules.unit}")
    if rules.check == "uscc":
        said.append("18位，列已设为文本格式，请勿改成数值")
    return "；".join(said)


def way(column: Column, rules: ContractColumn) -> str:
    """How the column is filled in."""
    if rules.allowed or rules.check == "street":
        return "从下拉列表里选"
    if rules.check == "industry":
        return "GB/T 4754-2017 的4位小类代码"
    if rules.check == "uscc":
        return "统一社会信用代码"
    return WAYS[column.type]


def validation(column: Column, rules: ContractColumn, source: Any) -> dict[str, Any] | None:
    """What Excel lets be typed; the door checks again."""
    if source is not None:
        return {"validate": "list", "source": source, "error_message": "请从列表里选"}
    if column.type is Type.FLAG:
        return {"validate": "list", "source": ["是", "否"], "error_message": "请填是或否"}
    # No rule for dates: it would forbid 2025年5月3日, which the door reads.
    if column.type in (Type.TEXT, Type.DATE, Type.MONTH):
        return None
    kind = "integer" if column.type is Type.INTEGER else "decimal"
    low = rules.minimum if rules.minimum is not None else -1e15
    high = rules.maximum if rules.maximum is not None else 1e15
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "error_message": "请只填数" + (f"，单位是{rules.unit}" if rules.unit else ""),
    }


def notes_write(book: Any, notes: Any, contract: Contract, district: District) -> dict[str, Any]:
    """The sheet 说明; returns the source of each drop-down, long ones as cells of this sheet."""
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    notes.write_string(0, 0, f"{contract.label}：{contract.about or contract.purpose}", bold)
    notes.write_row(1, 0, NOTES_HEADER, bold)
    for place, width in enumerate((24, 6, 8, 28, 40, 40)):
        notes.set_column(place, place, width, wrap)
    sources: dict[str, Any] = {}
    for line, (name, rules) in enumerate(contract.columns.items(), 2):
        column = contract.noun[name]
        choices = choices_of(rules, district)
        aliases = f"也认：{'、'.join(rules.aliases)}" if rules.aliases else ""
        row = (
            rules.header,
            "是" if rules.required else "",
            rules.unit,
            way(column, rules),
            "、".join(choices),
            aliases,
        )
        for place, value in enumerate(row):
            notes.write_string(line, place, value, wrap)
        if choices:
            sources[name] = choices
    for group in contract.one_of:
        line = len(contract.columns) + 2 + contract.one_of.index(group)
        headers = "、".join(contract.columns[name].header for name in group)
        notes.write_string(line, 0, f"{headers} 至少填一列")
    for place, (name, choices) in enumerate(list(sources.items()), len(NOTES_HEADER) + 1):
        if len(",".join(choices)) > INLINE:
            notes.write_column(1, place, [contract.columns[name].header, *choices])
            letter = column_letter(place)
            sources[name] = f"={NOTES}!${letter}$3:${letter}${len(choices) + 2}"
    return sources


def choices_of(rules: ContractColumn, district: District) -> list[str]:
    if rules.check == "street":
        return [street.name for street in district.streets]
    return list(rules.allowed)
