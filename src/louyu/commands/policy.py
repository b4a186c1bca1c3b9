"""``louyu policy``: a district's offers held against themselves, and one subject against them."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

import click

from louyu.commands.options import (
    NotDone,
    answering,
    district_option,
    home_option,
    json_option,
    json_print,
)
from louyu.district import District, district_read
from louyu.edition import edition_open
from louyu.fact_file import fact_rows, facts_made
from louyu.services.policy.contradiction import doubts
from louyu.services.policy.declared import catalogue_of
from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.grammar import written
from louyu.services.policy.judging import Judge
from louyu.services.policy.matching import Match, match
from louyu.services.policy.policy import Fault, Policy, PolicyError, policy_read
from louyu.services.policy.publishing import faults
from louyu.services.policy.sandbox import facts_of_row

STATE = {True: "满足", False: "不满足", None: "不知道"}


@click.group()
def policy() -> None:
    """核对区县文件夹里的政策，给一个企业或一幢楼宇匹配政策。"""


def policies_read(place: District) -> tuple[dict[str, Policy], dict[str, list[Fault]]]:
    """The policies that can be read, and what is wrong with the others."""
    read: dict[str, Policy] = {}
    wrong: dict[str, list[Fault]] = {}
    for offer in place.offers:
        try:
            read[offer.key] = policy_read(offer, catalogue_of(place, Subject(offer.subject)))
        except PolicyError as error:
            wrong[offer.key] = error.faults
    return read, wrong


@policy.command("check")
@district_option
@json_option
@answering
def check(district: Path, as_json: bool) -> None:
    """条件读得懂吗，算例对得上吗，审查过了吗。有要改的以 1 结束。"""
    place = district_read(district)
    units = {each.id: each.name for each in place.departments}
    read, told = policies_read(place)
    for key, each in read.items():
        found = faults(each, catalogue_of(place, Subject(each.offer.subject)), units)
        told[key] = [*found, *doubts(each, read)]
    wrong = {key: [str(fault) for fault in said] for key, said in sorted(told.items()) if said}
    if as_json:
        json_print({"offers": len(place.offers), "wrong": wrong})
    else:
        for key, said in wrong.items():
            for fault in said:
                click.echo(f"{key}　{fault}")
        click.echo(f"共 {len(place.offers)} 项，{len(wrong)} 项要改。")
    if wrong:
        sys.exit(1)


@policy.command("match")
@click.argument("thing")
@click.option("--building", is_flag=True, help="楼宇编码；缺省为企业编号或统一社会信用代码")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天匹配，缺省为今天")
@home_option
@district_option
@json_option
@answering
def match_one(
    thing: str, building: bool, today: dt.datetime | None, home: Path, district: Path, as_json: bool
) -> None:
    """一个企业或一幢楼宇逐项对照政策：可享、差哪一项、差多少、还不知道什么。"""
    place, subject = district_read(district), Subject.BUILDING if building else Subject.ENTERPRISE
    edition = edition_open(home)
    rows = fact_rows(facts_made(home, edition, subject), subject, [thing]).to_pylist()
    if not rows:
        raise NotDone(f"{edition.name} 没有{SUBJECTS[subject]}“{thing}”")
    known = catalogue_of(place, subject)
    day = today.date() if today is not None else dt.datetime.now().astimezone().date()
    judge = Judge(facts_of_row(rows[0], known, edition.name), today=day)
    read, _wrong = policies_read(place)
    found = [match(each, judge) for each in read.values() if each.offer.subject == subject]
    if as_json:
        json_print({"edition": edition.name, "thing": thing, "matches": [*map(match_said, found)]})
        return
    for each in found:
        amount = f"　{each.grant.told}" if each.grant is not None and each.grant.parts else ""
        click.echo(f"{each.status}　{each.policy.offer.name}{amount}")
        for clause in each.finding.clauses:
            away = f"　{clause.distance.told}" if clause.distance is not None else ""
            told = f"　{clause.told}" if clause.told else ""
            click.echo(f"    {STATE[clause.verdict]}　{written(clause.rule)}{told}{away}")


def match_said(found: Match) -> dict[str, Any]:
    return {
        "policy": found.policy.key,
        "name": found.policy.offer.name,
        "status": found.status.value,
        "amount_fen": int(found.grant.amount) if found.grant and found.grant.amount else None,
        "clauses": [
            {"rule": written(c.rule), "verdict": c.verdict, "told": c.told,
             "away": c.distance.told if c.distance else ""}
            for c in found.finding.clauses
        ],
    }  # fmt: skip
