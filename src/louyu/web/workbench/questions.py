"""待定归并: two records that may be one enterprise, side by side, the most worth deciding first.

Answers are gathered, and taken back by a key, until they are sent in together as one batch.
"""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from louyu.district import Contract
from louyu.nouns import NOUNS
from louyu.web import jobs
from louyu.web.frame.figures import cell, month_name
from louyu.web.frame.months import number_asked
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.judgement import VERDICTS, Judgement
from louyu.web.ledger.submission import State, Submission
from louyu.web.page import page
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.sending import unit_kind
from louyu.web.shelf import district_of_site

NAMED = "name:"
SHOWN = 20
TOLD = (
    "uscc", "former_names", "organisation_type", "industry", "founded_on", "state",
    "registered_address", "authority",
)  # fmt: skip
"""What is held side by side beside the name."""


@dataclass(frozen=True)
class Side:
    """One of two records: what is known of it."""

    record: str
    name: str
    link: str
    building: str
    facts: tuple[tuple[str, str], ...]


def contract_of(request: HttpRequest, reader: Reader) -> Contract:
    """The contract of judgements, if the unit may send any."""
    contract = reader.district.contracts.get("judgement")
    if contract is None:
        raise Http404("这个区县没有归并判断")
    if unit_kind(request.access, reader.district) not in contract.senders:
        names = [reader.district.department_named(each) for each in contract.senders]
        words = "、".join(each.name for each in names if each)
        raise PermissionDenied(f"归并判断由{words}作出")
    return contract


def waiting(request: HttpRequest) -> QuerySet[Judgement]:
    """The unit's answers that are not sent in yet."""
    return Judgement.objects.filter(unit=request.access.unit, submission=None)


def questions(reader: Reader) -> list[dict[str, Any]]:
    """Every question of the edition, the most worth deciding first.

    What an answer is worth is known to who may see exact tax; for others the area at stake decides.
    """

    def read() -> list[dict[str, Any]]:
        rows = reader.rows("identity_question").to_pylist()
        worth = "worth" if rows and "worth" in rows[0] else "area"
        return sorted(rows, key=lambda row: (-(row[worth] or 0), row["left"], row["right"]))

    found: list[dict[str, Any]] = reader.kept.get("identity_questions", read)
    return found


def judges(access: Access) -> bool:
    """Whether a unit is one of those that judge in this district."""
    district = district_of_site()
    contract = district.contracts.get("judgement")
    return contract is not None and unit_kind(access, district) in contract.senders


@page(
    "questions/", name="questions", title="待定归并", needs=Ability.JUDGE, menu="归并",
    stands=judges,
)  # fmt: skip
def questions_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    contract_of(request, reader)
    said = waiting(request)
    answered = {(each.left, each.right) for each in said}
    answered |= set(
        Judgement.objects.filter(submission__state__in=(State.ENTERING, State.IN_FORCE))
        .order_by("-pk")
        .values_list("left", "right")[:5000]
    )
    every = [row for row in questions(reader) if (row["left"], row["right"]) not in answered]
    number = min(max(number_asked(request, "skip", 0), 0), max(len(every) - 1, 0))
    asked = every[number] if every else None
    return render(
        request,
        "workbench/questions.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "count": len(every),
            "number": number,
            "asked": asked,
            "sides": [side(reader, asked, which) for which in ("left", "right")] if asked else [],
            "score": f"{asked['score']:.0%}" if asked else "",
            "area": cell(NOUNS["identity_question"]["area"], asked["area"]) if asked else "",
            "tax": cell(NOUNS["identity_question"]["tax"], asked["tax"])
            if asked and "tax" in asked
            else "",
            "next": every[number + 1 : number + 1 + SHOWN],
            "waiting": said,
            "standing": standing(reader),
        },
    )


def side(reader: Reader, asked: dict[str, Any], which: str) -> Side:
    """What is known of one of the two: its register row, or where the name was seen."""
    record = asked[which]
    spans = reader.of_enterprise("enterprise", record)
    row = max(spans, key=lambda span: span["from_month"], default=None)
    names = reader.building_names(reader.months[-1])
    columns = NOUNS["enterprise"]
    told = [name for name in TOLD if row and row[name] is not None]
    facts = tuple((columns[name].label, cell(columns[name], row[name])) for name in told)
    building = asked[f"{which}_building"] or ""
    return Side(
        record=record,
        name=asked[f"{which}_name"],
        link=reverse("enterprise", args=[record]) if row else "",
        building=names.get(building, building),
        facts=facts,
    )


def standing(reader: Reader) -> list[dict[str, Any]]:
    """The last judgements of the edition, and whether they were followed."""
    rows = reader.rows("judgement").to_pylist()
    rows.sort(key=lambda row: (row["month"], row["batch"], row["row"]), reverse=True)
    return [
        {**row, "left_name": plain(row["left"]), "right_name": plain(row["right"])}
        for row in rows[:SHOWN]
    ]


def plain(record: str) -> str:
    return record.removeprefix(NAMED)


@page(
    "questions/answer", name="question_answer", title="判断", needs=Ability.JUDGE,
    methods=("POST",),
)  # fmt: skip
def question_answer(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Keeps an answer to a question of the edition, or takes back a judgement that stands."""
    contract_of(request, reader)
    left, right = request.POST.get("left", ""), request.POST.get("right", "")
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "").strip()
    if verdict not in VERDICTS:
        raise Http404("没有这种判断")
    pair = next((r for r in questions(reader) if (r["left"], r["right"]) == (left, right)), None)
    known = {(row["left"], row["right"]) for row in reader.rows("judgement").to_pylist()}
    if pair is None and (left, right) not in known:
        raise Http404("这一对不在待定之列，可能已经判断过")
    names = (pair["left_name"], pair["right_name"]) if pair else (plain(left), plain(right))
    evidence = f"系统依据：{pair['evidence']}" if pair else "撤回"
    Judgement.objects.create(
        account=request.user, unit=request.access.unit, author=request.access.author,
        left=left, right=right, left_name=names[0], right_name=names[1], verdict=verdict,
        reason=(reason or evidence)[:300],
    )  # fmt: skip
    skip = number_asked(request, "skip", 0)
    return redirect(f"{reverse('questions')}?skip={skip}" if skip else "questions")


@page(
    "questions/undo", name="question_undo", title="收回判断", needs=Ability.JUDGE,
    methods=("POST",), reads=False,
)  # fmt: skip
def question_undo(request: HttpRequest) -> HttpResponse:
    """Takes back an answer that is not sent in: the one named, or the last."""
    mine = waiting(request)
    said = (
        get_object_or_404(mine, pk=request.POST["number"])
        if request.POST.get("number", "").isdigit()
        else mine.first()
    )
    if said is not None:
        said.delete()
    return redirect("questions")


@page(
    "questions/send", name="questions_send", title="提交判断", needs=Ability.JUDGE,
    methods=("POST",),
)  # fmt: skip
def questions_send(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Sends the unit's answers in as one batch; the next edition follows them."""
    contract = contract_of(request, reader)
    said = list(waiting(request).order_by("pk"))
    if not said:
        return redirect("questions")
    access = request.access
    content = judgements_csv(said, contract).encode("utf-8-sig")
    submission = Submission.objects.create(
        account=request.user, unit=access.unit, author=access.author, dataset="judgement",
        sender=access.unit, month=reader.months[-1], file=f"归并判断 {len(said)} 条.csv",
        size=len(content), state=State.ENTERING,
    )  # fmt: skip
    submission.folder.mkdir(parents=True)
    submission.path.write_bytes(content)
    Judgement.objects.filter(pk__in=[each.pk for each in said]).update(submission=submission)
    record(
        Action.JUDGE, f"归并判断 {len(said)} 条", author=access.author, unit=access.unit,
        detail={"verdicts": {v: sum(each.verdict == v for each in said) for v in VERDICTS}},
    )  # fmt: skip
    jobs.enter.enqueue(submission.pk)
    return redirect("sent", number=submission.pk)


def judgements_csv(said: list[Judgement], contract: Contract) -> str:
    """The answers as the judgements' template has them."""
    names = (
        "enterprise_name", "uscc", "other_name", "other_uscc", "verdict", "reason", "judged_on",
    )  # fmt: skip
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow([contract.columns[name].header for name in names])
    for each in said:
        sides = [
            cell
            for name, code in ((each.left_name, each.left), (each.right_name, each.right))
            for cell in (name, "" if code.startswith(NAMED) else code)
        ]
        day = f"{each.said_at.astimezone():%Y-%m-%d}"
        sheet.writerow([*sides, each.verdict, f"{each.reason}（{each.pk}）", day])
    return out.getvalue()
