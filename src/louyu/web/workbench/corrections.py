"""更正: from any field of a file, with reason and proof; 待入库 until the next edition has it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from louyu.nouns import NOUNS
from louyu.sources.visible import name_visible
from louyu.web import jobs
from louyu.web.correcting import Field, bounds_told, day_of, field, owns, states
from louyu.web.frame.figures import cell, cell_of_text, month_name
from louyu.web.frame.spreadsheet import attachment
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.correction import Correction, Stage, open_corrections
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.reader import Reader
from louyu.web.sending import for_any_unit, unit_kind

MOST_BYTES = 20 * 1024 * 1024
SHOWN = 100


def thing_of(reader: Reader, noun: str, thing: str) -> dict[str, Any]:
    """The register's row, if it is in sight."""
    if noun == "building":
        row = reader.building(thing, reader.months[-1])
    else:
        spans = reader.of_enterprise("enterprise", thing)
        row = max(spans, key=lambda span: span["from_month"], default=None)
    if row is None:
        raise Http404("没有这个对象，或它不在当前岗位的范围内")
    return row


@page(
    "correct/<slug:noun>/<slug:column>/<path:thing>", name="correct", title="更正",
    needs=Ability.CORRECT, methods=("GET", "POST"),
)  # fmt: skip
def correct_page(
    request: HttpRequest, reader: Reader, *, noun: str, column: str, thing: str
) -> HttpResponse:
    """One cell: what stands, who says what, and the form for another value."""
    asked = field(reader.district, noun, column)
    if asked is None or column not in NOUNS[noun]:
        raise Http404("没有这个可更正的字段")
    row = thing_of(reader, noun, thing)
    stored = row[column]
    access, district = request.access, reader.district
    said = {"value": "", "since": "", "reason": "", "proof": ""}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        said = {name: request.POST.get(name, "").strip() for name in said}
        said["value"] = request.POST.get("other", "").strip() or said["value"]
        wrong = wrongs(request, reader, asked, said, stored)
        if not wrong:
            return redirect("correction", number=kept(request, reader, asked, row, column, said).pk)
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


def choices(reader: Reader, asked: Field) -> list[str]:
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


def wrongs(
    request: HttpRequest, reader: Reader, asked: Field, said: dict[str, str], stored: object
) -> dict[str, str]:
    """What is wrong with a form, by its field."""
    found = {}
    value, problem = asked.read(said["value"], reader.district)
    if not said["value"]:
        found["value"] = "请填写正确的值"
    elif problem:
        found["value"] = problem
    elif value is None:
        found["value"] = "这个值读出来是空的，请填写实际的值"
    elif value == stored and not owns(request.access, reader.district, asked):
        found["value"] = "与现值相同，不用更正"
    if len(said["reason"]) < 2:
        found["reason"] = "请写明理由，例如“按不动产权证，原值为套内面积”"
    months = {str(month) for month in reader.months}
    if said["since"] and said["since"] not in months:
        found["since"] = "请从列出的月份里选"
    file = request.FILES.get("attachment")
    if file is not None and (file.size or 0) > MOST_BYTES:
        found["attachment"] = f"附件超过 {MOST_BYTES // 1024 // 1024} MB"
    return found


def kept(
    request: HttpRequest,
    reader: Reader,
    asked: Field,
    row: dict[str, Any],
    column: str,
    said: dict[str, str],
) -> Correction:
    """Writes a word down, and sends it on its way if it is a statement."""
    access, district = request.access, reader.district
    noun = next(name for name in ("building", "enterprise") if name in row)
    file = request.FILES.get("attachment")
    file_name = name_visible(file.name or "附件")[-200:] if file else ""
    through = states(access, district, asked)
    correction = Correction.objects.create(
        account=request.user, unit=access.unit, author=access.author, noun=noun,
        thing=row[noun], name=row["name"] or row[noun], column=column,
        owner=asked.owner, was=asked.written(row[column]),
        value=said["value"][:500], holds_from=day_of(said["since"]),
        reason=said["reason"][:500],
        proof=said["proof"][:300], attachment=file_name,
        stage=Stage.WAITING if through else Stage.PROPOSED, month=reader.months[-1],
    )  # fmt: skip
    if file is not None:
        attachment_keep(correction, file)
    ruling = owns(access, district, asked) and through
    record(
        Action.RULE if ruling else Action.CORRECT,
        f"{correction.name} {asked.column.label}",
        author=access.author, unit=access.unit,
        detail={"reference": correction.reference, "was": correction.was,
                "value": correction.value, "reason": correction.reason},
    )  # fmt: skip
    if through:
        jobs.word.enqueue(correction.pk)
    return correction


def attachment_keep(correction: Correction, file: UploadedFile) -> None:
    correction.folder.mkdir(parents=True, exist_ok=True)
    with (correction.folder / "attachment").open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)


def visible(request: HttpRequest, reader: Reader) -> QuerySet[Correction]:
    """Corrections that somebody may see: their unit's, and what is for them to answer."""
    access = request.access
    every = Correction.objects.select_related("build")
    if for_any_unit(access):
        return every
    kind = unit_kind(access, reader.district)
    owned = Q(owner=kind) if kind else Q(pk=None)
    if not access.scope.whole:
        codes = [row["building"] for row in reader.buildings(reader.months[-1])]
        owned &= Q(noun="building", thing__in=codes)
    return every.filter(Q(unit=access.unit) | owned)


@page("corrections/", name="corrections", title="更正", needs=Ability.CORRECT, menu="更正")
def corrections_page(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What waits for one's unit, and what one's unit has said."""
    kind = unit_kind(request.access, reader.district)
    found = visible(request, reader)
    asked = found.filter(stage=Stage.PROPOSED, owner=kind) if kind else found.none()
    return render(
        request,
        "workbench/corrections.html",
        {
            "edition": reader.name,
            "data_month": month_name(reader.months[-1]),
            "asked": told(reader, asked),
            "said": told(reader, found.exclude(pk__in=asked.values("pk"))[:SHOWN]),
            "every": for_any_unit(request.access),
        },
    )


def told(reader: Reader, found: QuerySet[Correction]) -> list[tuple[Correction, Field | None]]:
    return [(each, field(reader.district, each.noun, each.column)) for each in found]


def one(request: HttpRequest, reader: Reader, number: int) -> Correction:
    correction: Correction = get_object_or_404(visible(request, reader), pk=number)
    return correction


@page("corrections/<int:number>/", name="correction", title="更正单", needs=Ability.CORRECT)
def correction_page(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    """How far a correction is; fetched again by the page itself while it moves."""
    said = one(request, reader, number)
    access, asked = request.access, field(reader.district, said.noun, said.column)
    owner = asked is not None and owns(access, reader.district, asked)
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
            "may_answer": owner and said.stage == Stage.PROPOSED,
            "may_withdraw": said.unit == access.unit
            and said.stage in (Stage.PROPOSED, Stage.IN_FORCE),
        },
    )


@page(
    "corrections/<int:number>/answer", name="correction_answer", title="答复更正",
    needs=Ability.CORRECT, methods=("POST",),
)  # fmt: skip
def correction_answer(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    """The owner takes a word up or says why not; its author takes it back."""
    said, word = one(request, reader, number), request.POST.get("say")
    access, asked = request.access, field(reader.district, said.noun, said.column)
    answer = request.POST.get("answer", "").strip()[:500]
    if word == "withdraw":
        if said.unit != access.unit:
            raise PermissionDenied("只有提出的单位可以撤回")
        taken_back(said)
    elif said.stage == Stage.PROPOSED and asked is not None:
        if not owns(access, reader.district, asked):
            raise PermissionDenied(f"这一项归{asked.owner_name}核实")
        if word == "adopt":
            adopted(request, reader, asked, said, answer)
        elif word == "decline" and answer:
            said.told(Stage.DECLINED, answer=answer, answered_by=access.author)
    record(
        Action.CORRECT, f"{said.name} {said.reference} {said.standing}",
        author=access.author, unit=access.unit, detail={"answer": answer},
    )  # fmt: skip
    return redirect("correction", number=number)


def taken_back(said: Correction) -> None:
    if said.stage == Stage.PROPOSED:
        said.told(Stage.WITHDRAWN)
    elif said.stage == Stage.IN_FORCE:
        said.told(Stage.LEAVING)
        jobs.word_back.enqueue(said.pk)


def adopted(
    request: HttpRequest, reader: Reader, asked: Field, said: Correction, answer: str
) -> None:
    """The owner's own word, where there are words on the register; else its promise to mend it."""
    access = request.access
    said.told(Stage.ADOPTED, answer=answer, answered_by=access.author)
    if not states(access, reader.district, asked):
        return
    own = Correction.objects.create(
        account=request.user, unit=access.unit, author=access.author, noun=said.noun,
        thing=said.thing, name=said.name, column=said.column, owner=said.owner, was=said.was,
        value=said.value, holds_from=said.holds_from, proof=said.proof, answers=said,
        reason=f"采纳{said.unit}{said.reference}：{said.reason}"[:500], stage=Stage.WAITING,
        month=reader.months[-1],
    )  # fmt: skip
    jobs.word.enqueue(own.pk)


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
