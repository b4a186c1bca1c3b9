"""Whose a name is: the same in whatever order, obedient to judgements, stable over months."""

import datetime as dt
import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu.nouns import STATEMENTS
from louyu.registers.enterprise_identity import Identity, identity
from louyu.registers.judgement import NAMED

PLACE, TRADES = ("演示省", "临澜市", "望潮区"), ("科技", "贸易", "物业服务", "文化传媒")
MONTHS = [2024 * 100 + n for n in range(1, 13)] + [2025 * 100 + n for n in range(1, 13)]
Row = dict[str, Any]


def organisations(count: int) -> list[tuple[str, str]]:
    """USCC and 字号 with trade; every fourth 字号 is also that of another trade."""
    dice = random.Random(5)
    letters = "云帆海棠青岚松窠锦瑟听澜白鹭长汐星渚橘灯藕塘"
    found: list[tuple[str, str]] = []
    for number in range(count):
        word = "".join(dice.sample(letters, 3))
        if number % 4 == 3:
            word = found[-1][1][:3]
        found.append((f"U{number:03}", word + TRADES[number % len(TRADES)]))
    return found


def registered(uscc: str, core: str, month: int, former: str | None = None) -> Row:
    return {
        "uscc": uscc, "enterprise_name": f"临澜市{core}有限公司", "former_names": former,
        "registered_address": f"望潮区听涛路{int(uscc[1:]) + 1}号", "industry": None,
        "founded_on": dt.date(2020, 1, 1), "month": month,
    }  # fmt: skip


def seen(name: str, building: str | None = "B1", month: int = 202401) -> Row:
    return {"enterprise_name": name, "building": building, "room": None, "first_month": month}


KNOWN = {"uscc": pl.String, "enterprise_name": pl.String, "former_names": pl.String,
         "registered_address": pl.String, "industry": pl.String, "founded_on": pl.Date,
         "month": pl.Int32}  # fmt: skip
SAID = {"enterprise_name": pl.String, "building": pl.String, "room": pl.String,
        "first_month": pl.Int32}  # fmt: skip
KINDS = {"string": pl.String, "date": pl.Date, "int32": pl.Int32, "int64": pl.Int64}
JUDGED = {name: KINDS[kind] for name, kind in STATEMENTS["judgement"].schema.items()}


def told(
    said: list[Row],
    known: list[Row],
    judged: list[Row] | None = None,
    coded: list[Row] | None = None,
) -> Identity:
    lines = [
        {"month": 202401, "sequence": n, "sheet": "", "row": n} | row
        for n, row in enumerate(judged or [])
    ]
    return identity(
        pl.DataFrame(said, SAID),
        pl.DataFrame(known, KNOWN),
        pl.DataFrame(coded or [], {"uscc": pl.String, "enterprise_name": pl.String}),
        pl.DataFrame(lines, {**JUDGED, "sequence": pl.Int64}),
        pl.DataFrame([], dict.fromkeys(("registered_address", "building", "room"), pl.String)),
        divisions=[PLACE],
    )


def whose(found: Identity) -> dict[tuple[str, str | None], str]:
    rows = found.mention.select("named", "building", "enterprise").iter_rows()
    return {(named.removeprefix(NAMED), building): who for named, building, who in rows}


ORGANISATIONS = organisations(24)
REGISTER = [registered(uscc, core, 202401) for uscc, core in ORGANISATIONS]
NAMES = [
    *[seen(f"临澜市{core}有限公司", "B1") for _, core in ORGANISATIONS[:6]],
    *[seen(f"{core}有限公司", "B2") for _, core in ORGANISATIONS[4:10]],
    *[seen(core, None) for _, core in ORGANISATIONS[8:14]],
    *[seen(core[:3], "B3") for _, core in ORGANISATIONS[14:20]],
    *[seen(name) for name in ("海棠咖啡", "海棠咖啡店", "𠮷野家", "Acme Ltd.", "甲", "臺灣小吃")],
]


def test_a_short_name_is_told_by_its_trade_and_a_bare_word_of_two_trades_is_not() -> None:
    found = whose(told(NAMES, REGISTER))
    uscc, core = ORGANISATIONS[9]
    assert found[core, None] == uscc
    shared = ORGANISATIONS[18][1][:3]
    assert {core[:3] for _, core in ORGANISATIONS[18:20]} == {shared}, "one 字号, two trades"
    assert found[shared, "B3"] == NAMED + shared


def test_every_name_is_told_once_and_keeps_its_reason() -> None:
    mention = told(NAMES, REGISTER).mention
    assert mention.height == len({(row["enterprise_name"], row["building"]) for row in NAMES})
    alone = mention.filter(pl.col("enterprise").str.starts_with(NAMED))
    assert alone["reason"].null_count() == 0
    placed = mention.filter(~pl.col("enterprise").str.starts_with(NAMED))
    assert placed["evidence"].null_count() == placed["reason"].null_count() - placed.height == 0


@settings(max_examples=6, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_in_which_files_come_does_not_matter(dice: random.Random) -> None:
    said, known = (dice.sample(rows, len(rows)) for rows in (NAMES, REGISTER))
    found, usual = told(said, known), told(NAMES, REGISTER)
    for name in ("mention", "question", "relation", "judgement"):
        one, other = getattr(found, name), getattr(usual, name)
        assert one.sort(pl.all()).equals(other.sort(pl.all())), name


SIDES = [core for _, core in ORGANISATIONS[8:14]] + ["海棠咖啡", "海棠咖啡店", "甲"]
CODES = [uscc for uscc, _ in ORGANISATIONS[8:14]]
VERDICTS = st.lists(
    st.tuples(
        st.sampled_from(SIDES), st.sampled_from([*SIDES, *CODES]), st.sampled_from(["同一", "不同"])
    ),
    max_size=6,
)


@settings(max_examples=25, deadline=None)
@given(VERDICTS, st.booleans())
def test_what_is_judged_holds_whatever_comes_later(
    verdicts: list[tuple[str, str, str]], more: bool
) -> None:
    """Same is one enterprise, different is two, unless the judgement was refused and says so."""
    judged = [
        {"enterprise_name": one, "verdict": verdict, "reason": "看过"}
        | {"other_uscc" if other in CODES else "other_name": other}
        for one, other, verdict in verdicts
    ]
    late = [seen(f"{core}公司", "B9", 202412) for _, core in ORGANISATIONS] if more else []
    found = told([*NAMES, *late], REGISTER, judged)
    ids: dict[str, set[str]] = {code: {code} for code in CODES}
    for (name, _), enterprise in whose(found).items():
        ids.setdefault(name, set()).add(enterprise)
    for row in found.judgement.iter_rows(named=True):
        left, right = (row[side].removeprefix(NAMED) for side in ("left", "right"))
        if not row["followed"]:
            assert row["refusal"]
        elif row["verdict"] == "同一":
            assert ids[left] == ids[right], row
        else:
            assert not ids[left] & ids[right], row


def test_ids_are_stable_over_twenty_four_monthly_editions() -> None:
    """A name keeps its id until its USCC is told. It loses that only where people are asked: when
    another organisation came that it may be as well."""
    dice = random.Random(3)
    known: list[Row] = []
    said: list[Row] = []
    before: dict[tuple[str, str | None], str] = {}
    gained = lost = 0
    for number, month in enumerate(MONTHS):
        # A name is seen, half a year later it is registered; others are renamed meanwhile.
        _, core = ORGANISATIONS[number % len(ORGANISATIONS)]
        said += [seen(core, f"B{dice.randrange(4)}", month), seen(f"{core}店", "B1", month)]
        if number >= 6:
            known.append(registered(*ORGANISATIONS[number - 6], month))
        if number > 12:
            now_called = dice.choice(known)
            former, called = now_called["enterprise_name"], f"临澜市改名{number}有限公司"
            known.append(
                {**now_called, "enterprise_name": called, "former_names": former, "month": month}
            )
        found = told(said, known)
        now, asked = whose(found), set(found.question["other"])
        for record, enterprise in before.items():
            if now[record] == enterprise:
                continue
            if enterprise.startswith(NAMED):
                assert not now[record].startswith(NAMED), f"{record} was renamed"
                gained += 1
            else:
                assert now[record] in asked, f"{record} lost {enterprise} and nobody is asked"
                lost += 1
        before = now
    assert gained >= 10 > 3 * lost, "hardly any name ever got its code"


def test_a_name_that_came_without_a_code_leads_to_the_code_it_got_later() -> None:
    first = whose(told([seen("云帆科技")], []))
    assert first["云帆科技", "B1"] == f"{NAMED}云帆科技"
    later = whose(told([seen("云帆科技")], [registered("U001", "云帆科技", 202402)]))
    assert later["云帆科技", "B1"] == "U001"


@pytest.mark.parametrize("coded", [True, False])
def test_a_name_seen_with_a_code_elsewhere_helps(coded: bool) -> None:
    """An organisation registered elsewhere is known by the tax it pays here."""
    payer = [{"uscc": "U900", "enterprise_name": "邻水市青岚贸易有限公司"}] if coded else []
    found = whose(told([seen("邻水市青岚贸易有限公司")], [], coded=payer))
    assert found["邻水市青岚贸易有限公司", "B1"] == (
        "U900" if coded else f"{NAMED}邻水市青岚贸易有限公司"
    )
