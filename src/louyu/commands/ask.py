"""``louyu ask``: pairs of enterprises that may be one, the most worth deciding first.

``--form`` writes them into the judgements' template: whoever knows fills in 判断 and 理由, and the
form goes through the door like any file.
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from louyu.commands.figures import figure
from louyu.commands.listing import listing_print
from louyu.commands.options import (
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import District, district_read
from louyu.edition import Edition, edition_open
from louyu.nouns import Sensitivity
from louyu.sources.template import template_write

NOT_JUDGED = "未判断"
NAMED = "name:"
HUNDREDTH = Fraction(1, 100)


@click.command()
@home_option
@district_option
@click.option("--edition", "name", help="期号，如 2026-10.1；缺省为最新一期")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="列出多少对"
)
@click.option(
    "--form",
    type=click.Path(path_type=Path, dir_okay=False),
    help="写成归并判断表（Excel），填好判断和理由即可报送",
)
@json_option
@answering
def ask(
    home: Path, district: Path, name: str | None, limit: int, form: Path | None, as_json: bool
) -> None:
    """列出待定归并：哪些企业可能是同一家，先列最值得判断的。"""
    place = district_read(district)
    edition = edition_open(home, name, clearance=Sensitivity.RESTRICTED)
    every = questions(edition)
    first = every[:limit]
    if form is not None:
        form_write(form, place, edition, first)
    if as_json:
        json_print({"edition": edition.name, "count": len(every), "questions": first})
        return
    if not every:
        click.echo(f"{edition.name} 没有待定归并")
        return
    if form is not None:
        click.echo(f"已写出 {form}：{len(first):,} 对。填好“判断”和“理由”后用 louyu submit 报送")
        return
    click.echo(f"{edition.name}：待定归并 {len(every):,} 对，先列最值得判断的 {len(first):,} 对")
    headers = ("企业甲", "企业乙", "可能性", "依据", "涉及面积", "近12个月税收")
    listing_print(headers, [line(row) for row in first])


def questions(edition: Edition) -> list[dict[str, Any]]:
    """The edition's questions with the buildings' names, the most worth deciding first."""
    rows = edition.rows("identity_question").to_pylist()
    wanted = ["building", "name"]
    known = edition.rows("building", edition.month, wanted).to_pylist()
    names = {row["building"]: row["name"] for row in known}
    for row in rows:
        for side in ("left", "right"):
            row[f"{side}_building_name"] = names.get(row[f"{side}_building"])
    return sorted(rows, key=lambda row: (-row["worth"], row["enterprise"], row["other"]))


def called(row: dict[str, Any], side: str) -> str:
    """A record in words: its name, its code, the building."""
    code = "" if row[side].startswith(NAMED) else row[side]
    beside = "，".join(filter(None, [code, row[f"{side}_building_name"]]))
    return f"{row[f'{side}_name']}（{beside}）" if beside else str(row[f"{side}_name"])


def line(row: dict[str, Any]) -> tuple[str, ...]:
    return (
        called(row, "left"),
        called(row, "right"),
        f"{row['score']:.0%}",
        row["evidence"],
        figure(row["area"] * HUNDREDTH, "㎡"),
        figure(row["tax"] * HUNDREDTH, "元"),
    )


def form_write(
    path: Path, district: District, edition: Edition, rows: list[dict[str, Any]]
) -> None:
    """The judgements' template with a line per question, and beside it what speaks for it."""
    lines = []
    for row in rows:
        said: dict[str, str] = {"verdict": NOT_JUDGED}
        sides = (("left", "enterprise_name", "uscc"), ("right", "other_name", "other_uscc"))
        for side, name, code in sides:
            said[name] = row[f"{side}_name"]
            if not row[side].startswith(NAMED):
                said[code] = row[side]
        where = [row[f"{side}_building_name"] or "未知" for side in ("left", "right")]
        seen = f"所在楼宇：{where[0]}、{where[1]}"
        said["reason"] = f"可能性{row['score']:.0%}；{row['evidence']}；{seen}"
        lines.append(said)
    template_write(path, district, "judgement", month=edition.month, rows=lines)
