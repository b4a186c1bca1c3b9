"""更正: from any field of a file, with reason and proof; 待入库 until the next edition has it."""

from contextlib import suppress
from pathlib import Path

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime

from louyu.web import correcting, word
from louyu.web.correcting import bounds_told, field, owns, states
from louyu.web.frame.figures import cell, cell_of_text, month_name
from louyu.web.frame.spreadsheet import Field, attachment, taken_out
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.correction import Correction, Stage, open_corrections
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.sending import for_any_unit, unit_kind
from louyu.web.sent import NotNowError

MOST_BYTES = 20 * 1024 * 1024
SHOWN = 100


@page(
    "correct/<slug:noun>/<slug:column>/<path:thing>", name="correct", title="更正",
    needs=Ability.CORRECT, methods=("GET", "POST"),
)  # fmt: skip
def correct_page(
    request: HttpRequest, reader: Reader, *, noun: str, column: str, thing: str
) -> HttpResponse:
    """One cell: what stands, who says what, and the form for another value."""
    asked, row = word.asked_of(reader, noun, column), word.thing_of(reader, noun, thing)
    stored = row[column]
    access, district = request.access, reader.district
    said = {"value": "", "since": "", "reason": "", "proof": ""}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        said = {name: request.POST.get(name, "").strip() for name in said}
        said["value"] = request.POST.get("other", "").strip() or said["value"]
        wrong = word.wrongs(access, reader, asked, said, stored)
        file = request.FILES.get("attachment")
        if file is not None and (file.size or 0) > MOST_BYTES:
            wrong["attachment"] = f"附件超过 {MOST_BYTES // 1024 // 1024} MB"
        if not wrong:
            kept = word.correction_state(
                request.user, access, reader, asked, row, column, said, file
            )
            return redirect("correction", number=kept.pk)
    return render(
        request,
        "workbench/correct.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "asked": asked,
            "noun": noun,
            "thing": thing,
            "name": row["name"],
            "back": reverse(noun, args=[thing]),
            "now": cell(asked.column, stored),
            "values": values_said(reader, asked, noun, thing),
            "open": open_corrections(noun, thing).filter(column=column),
            "ruling": owns(access, district, asked),
            "states": states(access, district, asked),
            "bounds": bounds_told(asked.rules),
            "choices": choices(reader, asked),
            "months": [(str(month), month_name(month)) for month in reversed(reader.months)],
            "said": said,
            "wrong": wrong,
        },
        status=422 if wrong else 200,
    )


def choices(reader: Reader, asked: correcting.Field) -> list[str]:
    """The values there are to choose from, if there are."""
    if asked.input == "street":
        return [street.name for street in reader.district.streets]
    return list(asked.rules.allowed)


def values_said(reader: Reader, asked: Field, noun: str, thing: str) -> list[dict[str, str]]:
    """Who says what of a building's cell: each value once, as a file and as a page writes it."""
    if noun != "building":
        return []
    cells = reader.cells(thing, reader.months[-1])
    found: dict[str, dict[str, str]] = {}
    for stated in (each for each in cells if each.column == asked.column.name):
        for n, each in enumerate((stated.won, *stated.beaten)):
            shown = cell_of_text(asked.column, each.value)
            who = f"{each.sender}《{each.file}》" if each.file else each.sender
            told = found.setdefault(
                shown, {"shown": shown, "value": asked.written(each.value), "who": who, "won": ""}
            )
            if told["who"] != who:
                told["who"] += f"、{who}"
            if n == 0:
                told["won"] = each.standing
    return list(found.values())


@page("corrections/", name="corrections", title="更正", needs=Ability.CORRECT, menu="更正")
def corrections_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What waits for one's unit, and what one's unit has said."""
    kind = unit_kind(request.access, reader.district)
    found = word.visible(request.access, reader)
    asked = found.filter(stage=Stage.PROPOSED, owner=kind) if kind else found.none()
    return render(
        request,
        "workbench/corrections.html",
        {
            "owned": word.owned(request.access, reader).count(),
            "takes_out": request.access.may(Ability.EXPORT),
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "asked": told(reader, asked),
            "said": told(reader, found.exclude(pk__in=asked.values("pk"))[:SHOWN]),
            "every": for_any_unit(request.access),
        },
    )


Told = tuple[Correction, correcting.Field | None]
"""A correction with the field it is about; none where the contract no longer has it."""

OWNED = (
    Field("更正单号", width=10), Field("台账", width=10), Field("编码", width=22),
    Field("名称", width=28), Field("字段"), Field("原值"), Field("更正为"), Field("单位", width=8),
    Field("自", width=12), Field("理由", width=36), Field("凭据", width=24),
    Field("提出单位", width=24), Field("提出时间"), Field("状态"), Field("答复", width=30),
)  # fmt: skip


@page(
    "corrections/owned.<sheet:kind>", name="corrections_owned", title="归本单位的更正导出",
    needs=Ability.EXPORT,
)  # fmt: skip
def corrections_owned(request: HttpRequest, reader: Reader, *, kind: str) -> HttpResponseBase:
    """What others have said of the unit's own data, for who mends them in a system of theirs."""
    access = request.access
    found = told(reader, word.owned(access, reader))
    name = "归本单位的更正"
    record(
        Action.EXPORT, f"{name} {len(found)} 张", author=access.author, unit=access.unit,
        detail={"rows": len(found), "edition": reader.name},
    )  # fmt: skip
    return taken_out(kind, name, OWNED, map(owned_row, found), reader=reader, access=access)


def owned_row(each: Told) -> list[str]:
    said, asked = each
    return [
        said.reference, asked.kind.label if asked else said.noun, said.thing, said.name,
        asked.column.label if asked else said.column, said.was, said.value,
        asked.rules.unit if asked else "",
        f"{said.holds_from:%Y-%m-%d}" if said.holds_from else "一直如此",
        said.reason, said.proof, said.unit, f"{localtime(said.said_at):%Y-%m-%d %H:%M}",
        said.standing, said.answer,
    ]  # fmt: skip


def told(
    reader: Reader, found: QuerySet[Correction]
) -> list[tuple[Correction, correcting.Field | None]]:
    return [(each, field(reader.district, each.noun, each.column)) for each in found]


def one(request: HttpRequest, reader: Reader, number: int) -> Correction:
    correction: Correction = get_object_or_404(word.visible(request.access, reader), pk=number)
    return correction


@page("corrections/<int:number>/", name="correction", title="更正单", needs=Ability.CORRECT)
def correction_page(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    """How far a correction is; fetched again by the page itself while it moves."""
    said = one(request, reader, number)
    access, asked = request.access, field(reader.district, said.noun, said.column)
    template = "correction_state" if request.htmx else "correction"
    return render(
        request,
        f"workbench/{template}.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "said": said,
            "asked": asked,
            "back": reverse(said.noun, args=[said.thing]),
            "may_answer": word.answerable(access, reader, said, asked),
            "ruling": said.stage == Stage.IN_FORCE,
            "may_withdraw": word.withdrawable(access, said),
        },
    )


@page(
    "corrections/<int:number>/answer", name="correction_answer", title="答复更正",
    needs=Ability.CORRECT, methods=("POST",),
)  # fmt: skip
def correction_answer(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    """The owner takes a word up or says why not; its author takes it back."""
    said, answer = one(request, reader, number), request.POST.get("say", "")
    account, access = request.user, request.access
    with suppress(NotNowError):  # the page, shown anew, says how things stand
        if answer == "withdraw":
            word.correction_withdraw(access, said)
        elif answer in word.ANSWERS:
            words = request.POST.get("answer", "")
            word.correction_answer(account, access, reader, said, answer, words)
    return redirect("correction", number=number)


@page(
    "corrections/<int:number>/attachment", name="correction_attachment", title="更正附件",
    needs=Ability.CORRECT,
)  # fmt: skip
def correction_attachment(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponseBase:
    said = one(request, reader, number)
    path: Path = said.folder / "attachment"
    if not path.exists():
        raise Http404("这张更正单没有附件")
    answer = FileResponse(path.open("rb"), content_type="application/octet-stream")
    answer["Content-Disposition"] = attachment(said.attachment)
    return answer
