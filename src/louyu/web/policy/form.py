"""政策单 form: an offer as a clerk fills it in, and the offer that a filled-in form means.

Conditions are lines, tiers and worked cases rows of a table: nobody writes a file. What cannot be
read is told beside its field, and nothing that was typed is lost.
"""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from louyu.district import Offer
from louyu.services.policy.clause_table import ClauseError, lines_of, rule_of
from louyu.services.policy.fact import Catalogue
from louyu.web.shelf import district_of_site

TIERS, CASES = 6, 5
"""Rows a form has; an offer with more keeps them all, the form grows."""

PLAIN = (
    "name", "kind", "family", "subject", "to", "unit", "budget", "group", "url",
)  # fmt: skip
DOCUMENT = ("title", "number", "issuer", "issued_on", "clause", "text")
LABELS = {
    "name": "名称", "kind": "种类", "family": "类别", "subject": "对象", "to": "给谁",
    "unit": "咨询部门", "budget": "预算", "group": "同类", "url": "原文网址", "title": "文件标题",
    "number": "文号", "issuer": "发文单位", "issued_on": "发文日期", "clause": "条款",
    "text": "条款原文", "since": "起", "until": "止", "conditions": "条件", "cap": "奖励上限",
    "choose": "各档怎么算", "papers": "材料", "state": "审查结论", "reviewed_on": "审查日期",
    "by": "审查单位", "note": "审查说明", "automatic": "免申即享", "rank_by": "按什么排",
    "rank_first": "取前几名", "rank_amounts": "各名金额", "award_said": "金额说明",
}  # fmt: skip


@dataclass
class Filled:
    """A form as it stands: texts by field, rows of tiers and cases, and what is wrong."""

    said: dict[str, str] = field(default_factory=dict)
    tiers: list[dict[str, str]] = field(default_factory=list)
    cases: list[dict[str, str]] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)

    @property
    def tier_rows(self) -> list[dict[str, str]]:
        return padded(self.tiers, TIERS)

    @property
    def case_rows(self) -> list[dict[str, str]]:
        return padded(self.cases, CASES)


def padded(rows: list[dict[str, str]], least: int) -> list[dict[str, str]]:
    return [*rows, *({} for _ in range(max(1, least - len(rows))))]


def filled_from(offer: Offer, catalogue: Catalogue) -> Filled:
    """The form of an offer."""
    said = {name: str(getattr(offer, name)) for name in PLAIN}
    said |= {name: str(getattr(offer.document, name)) for name in DOCUMENT}
    said |= {
        "since": str(offer.valid.since), "until": str(offer.valid.until or ""),
        "conditions": "\n".join(line_words(line) for line in lines(offer, catalogue)),
        "cap": offer.award.cap, "choose": offer.award.choose,
        "automatic": "on" if offer.automatic else "",
        "papers": "\n".join(
            f"{p.name}　已有：{held_word(p.held)}" if p.held else p.name for p in offer.papers
        ),
        "state": offer.review.state, "reviewed_on": str(offer.review.reviewed_on or ""),
        "by": offer.review.by, "note": offer.review.note, "award_said": offer.award.said,
    }  # fmt: skip
    if (ranking := offer.award.ranking) is not None:
        said |= {
            "rank_by": ranking.by, "rank_first": str(ranking.first),
            "rank_amounts": "、".join(ranking.amounts),
        }  # fmt: skip
    tiers = [tier.model_dump() for tier in offer.award.tiers]
    cases = [
        {
            "name": case.name, "today": str(case.today), "status": case.status,
            "amount": case.amount,
            # By name: PostgreSQL keeps the facts of a version in an order of its own.
            "facts": "；".join(f"{name} {value}" for name, value in sorted(case.facts.items())),
        }
        for case in offer.cases
    ]  # fmt: skip
    return Filled(said, tiers, cases)


def lines(offer: Offer, catalogue: Catalogue) -> tuple[Any, ...]:
    """The lines of an offer's conditions; as they were written where they cannot be read."""
    try:
        return lines_of(rule_of(offer.conditions, catalogue))
    except ClauseError:
        said = offer.conditions
        return (said,) if isinstance(said, str) else said


def line_words(line: Any) -> str:
    """A line of the clause table in words, brackets standing for lines under lines."""
    if isinstance(line, str):
        return line
    for joint, parts in ((" 且 ", line.all), (" 或 ", line.any)):
        if parts:
            return joint.join(bracketed(part) for part in parts)
    return "非 (" + " 或 ".join(bracketed(part) for part in line.none) + ")"


def bracketed(line: Any) -> str:
    return line if isinstance(line, str) else f"({line_words(line)})"


def posted(data: Mapping[str, str]) -> Filled:
    """A form as it was sent in."""
    said = {name: str(data.get(name, "")).strip() for name in LABELS}
    return Filled(
        said,
        rows(data, "tier", ("label", "when", "amount")),
        rows(data, "case", ("name", "today", "facts", "status", "amount")),
    )


def rows(data: Mapping[str, str], what: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of a table of the form that say something."""
    named = re.compile(rf"{what}-(\d{{1,3}})-\w+")
    numbers = sorted({int(found[1]) for name in data if (found := named.fullmatch(name))})
    said = [
        {column: str(data.get(f"{what}-{n}-{column}", "")).strip() for column in columns}
        for n in numbers
    ]
    filling = {"status"}
    return [row for row in said if any(row[c] for c in columns if c not in filling)]


def offer_of(filled: Filled, *, key: str, version: int) -> Offer | None:
    """The offer a form means; None, with what is wrong by field, where it is none."""
    said, wrong = filled.said, filled.wrong
    body: dict[str, Any] = {name: said[name] for name in PLAIN}
    body |= {
        "key": key, "version": version,
        "document": {name: said[name] for name in DOCUMENT},
        "valid": {"from": said["since"], "until": said["until"] or None},
        "conditions": [line for line in said["conditions"].splitlines() if line.strip()],
        "award": {
            "tiers": filled.tiers, "choose": said["choose"] or "first", "cap": said["cap"],
            "ranking": ranking(said), "said": said["award_said"],
        },
        "automatic": said["automatic"] == "on",
        "papers": [paper(line, wrong) for line in said["papers"].splitlines() if line.strip()],
        "review": {
            "state": said["state"] or "未审查", "reviewed_on": said["reviewed_on"] or None,
            "by": said["by"], "note": said["note"],
        },
        "cases": [case(row, wrong, n) for n, row in enumerate(filled.cases, 1)],
    }  # fmt: skip
    for name in ("name", "kind", "to", "unit", "title", "issuer", "clause", "text", "conditions"):
        if not said[name]:
            wrong[name] = f"请填写{LABELS[name]}"
    for name in ("issued_on", "since", "until", "reviewed_on"):
        if said[name] and day(said[name]) is None:
            wrong[name] = f"{LABELS[name]}写日期，如 2025-01-01"
    for name in ("issued_on", "since"):
        if not said[name]:
            wrong[name] = f"请填写{LABELS[name]}"
    if wrong:
        return None
    try:
        return Offer.model_validate(body)
    except ValidationError as error:
        for each in error.errors():
            place = str(each["loc"][-1])
            wrong[place if place in LABELS else "conditions"] = f"“{each['input']}”不能这样填"
        return None


def ranking(said: Mapping[str, str]) -> dict[str, Any] | None:
    if not said["rank_by"]:
        return None
    amounts = [each.strip() for each in re.split("[、，,]", said["rank_amounts"]) if each.strip()]
    first = said["rank_first"]
    return {"by": said["rank_by"], "first": first or len(amounts), "amounts": amounts}


def held_word(dataset: str) -> str:
    """A dataset as people call it."""
    contract = district_of_site().contracts.get(dataset)
    return contract.label if contract is not None else dataset


def paper(line: str, wrong: dict[str, str]) -> dict[str, str]:
    """``完税情况　已有：税收`` or only the paper's name."""
    name, _, said = (part.strip() for part in line.replace("：", ":").partition("已有:"))
    held = next((d for d in district_of_site().contracts if said in (d, held_word(d))), "")
    if said and not held:
        wrong["papers"] = f"“{name}”的“已有”后面没有“{said}”这份数据"
    return {"name": name, "held": held}


def case(row: Mapping[str, str], wrong: dict[str, str], number: int) -> dict[str, Any]:
    """A worked case; its facts are ``事实 值；事实 值``."""
    facts = {}
    for part in re.split("[；;\n]", row["facts"]):
        if not part.strip():
            continue
        name, _, value = part.strip().partition(" ")
        if not value.strip():
            wrong["cases"] = f"算例第 {number} 行的“{part.strip()}”要写成“事实 值”，中间空一格"
        facts[name] = value.strip()
    if day(row["today"]) is None:
        wrong["cases"] = f"算例第 {number} 行的日期写作 2025-06-30"
    return {**row, "facts": facts}


def day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
