"""政策文件: full texts taken in, to be quoted and to propose clauses from; a person confirms."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

import docx
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from louyu.services.policy.fact import SUBJECTS, Subject
from louyu.services.policy.proposal import Proposal, proposals
from louyu.services.question import document_facts, passages
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.policy_text import PolicyText, Sort
from louyu.web.ledger.policy_version import PolicyVersion, Standing
from louyu.web.offers.book import catalogue
from louyu.web.offers.outcomes import today
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.policy.desk import key_of

MOST_BYTES = 5 * 1024 * 1024
MOST_CHARACTERS = 400_000
ENCODINGS = ("utf-8-sig", "gb18030")
DATES = ("issued", "since", "until")
SAID = ("title", "number", "issuer", "sort", *DATES, "repealed_by", "text")


@page(
    "policy/texts/", name="policy_texts", title="政策文件", needs=Ability.POLICY,
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def texts_page(request: HttpRequest) -> HttpResponse:
    """The texts there are, and the form for another. What a text says of itself is proposed."""
    said: dict[str, str] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        said = {name: request.POST.get(name, "").strip() for name in SAID}
        if (file := request.FILES.get("file")) is not None:
            said["text"], wrong = text_of(file)
        if request.POST.get("say") == "keep" and not wrong:
            wrong = wrongs(said)
            if not wrong:
                return redirect("policy_text", number=kept(request, said).pk)
        elif said["text"] and not wrong:
            said |= proposed(said)
        elif not wrong:
            wrong = {"text": "请选择文件，或把全文贴进来"}
    day = today()
    return render(
        request,
        "policy/texts.html",
        {
            "texts": [(text, text.standing(day)) for text in PolicyText.objects.all()],
            "said": said,
            "wrong": wrong,
            "sorts": Sort.choices,
            "read": bool(said.get("text")),
        },
        status=422 if wrong else 200,
    )


def text_of(file: UploadedFile) -> tuple[str, dict[str, str]]:
    """The words of a file, or what is wrong with it."""
    name = (file.name or "").lower()
    if (file.size or 0) > MOST_BYTES:
        return "", {"file": "文件超过 5 MB；只要文字，图片可以去掉"}
    content = file.read()
    if name.endswith(".docx"):
        try:
            return "\n".join(p.text for p in docx.Document(io.BytesIO(content)).paragraphs), {}
        except Exception:
            return "", {"file": f"“{file.name}”打不开，不是完好的 Word 文件（.docx）"}
    if not name.endswith((".txt", ".md")):
        return "", {"file": "请用 .txt 或 .docx；PDF 和 .doc 请先另存"}
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding), {}
        except UnicodeDecodeError:
            continue
    return "", {"file": f"“{file.name}”的文字编码认不出，请另存为 UTF-8"}


def proposed(said: dict[str, str]) -> dict[str, str]:
    """What a text says of itself, where nobody has written anything."""
    found = document_facts(said["text"])
    told = {
        "title": found.title, "number": found.number, "issuer": found.issuer,
        "issued": found.issued, "since": found.since, "until": found.until,
    }  # fmt: skip
    return {
        name: value.isoformat() if isinstance(value, dt.date) else str(value)
        for name, value in told.items()
        if value and not said[name]
    }


def wrongs(said: dict[str, str]) -> dict[str, str]:
    wrong = {}
    if not said["title"]:
        wrong["title"] = "请填写标题"
    if not said["text"]:
        wrong["text"] = "请选择文件，或把全文贴进来"
    if len(said["text"]) > MOST_CHARACTERS:
        wrong["text"] = f"全文 {len(said['text']):,} 字，最多 {MOST_CHARACTERS:,} 字"
    for name in DATES:
        try:
            _ = dt.date.fromisoformat(said[name]) if said[name] else None
        except ValueError:
            wrong[name] = "日期写作 2025-01-01"
    return wrong


def kept(request: HttpRequest, said: dict[str, str]) -> PolicyText:
    values: dict[str, Any] = {name: said[name] for name in SAID}
    for name in DATES:
        values[name] = dt.date.fromisoformat(said[name]) if said[name] else None
    values["sort"] = said["sort"] if said["sort"] in Sort.values else Sort.POLICY
    values["text"] = said["text"].replace("\r\n", "\n")
    access = request.access
    made = PolicyText.objects.create(**values, unit=access.unit, author=access.author)
    record(
        Action.POLICY, f"录入文件 {made.title}", author=access.author, unit=access.unit,
        detail={"characters": len(made.text)},
    )  # fmt: skip
    return made


@dataclass(frozen=True)
class Clause:
    """A clause of a text with what it seems to state."""

    number: int
    name: str
    text: str
    conditions: tuple[Proposal, ...]
    amounts: tuple[Proposal, ...]
    caps: tuple[Proposal, ...]

    @property
    def states(self) -> bool:
        return bool(self.conditions or self.amounts)


@page("policy/texts/<int:number>/", name="policy_text", title="提出条款", needs=Ability.POLICY,
      reads=False)  # fmt: skip
def text_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """A text clause by clause, with the conditions and amounts it seems to state."""
    one = get_object_or_404(PolicyText, pk=number)
    subject = subject_asked(request)
    return render(
        request,
        "policy/text.html",
        {
            "one": one,
            "validity": one.standing(today()),
            "clauses": clauses(one, subject),
            "subject": subject,
            "subjects": list(SUBJECTS.items()),
        },
    )


def subject_asked(request: HttpRequest) -> Subject:
    said = request.POST.get("subject") or request.GET.get("subject", "")
    return Subject.ENTERPRISE if said == Subject.ENTERPRISE else Subject.BUILDING


def clauses(one: PolicyText, subject: Subject) -> list[Clause]:
    known = catalogue(subject)
    found = []
    for n, cut in enumerate(passages(one.document)):
        said = proposals(cut.text, known)
        by = {
            sort: tuple(each for each in said if each.sort == sort)
            for sort in ("condition", "amount", "cap")
        }
        found.append(Clause(n, cut.clause, cut.text, by["condition"], by["amount"], by["cap"]))
    return found


@page(
    "policy/texts/<int:number>/draft", name="policy_text_draft", title="以条款起草",
    needs=Ability.POLICY, methods=("POST",), reads=False,
)  # fmt: skip
def text_draft(request: HttpRequest, *, number: int) -> HttpResponse:
    """A draft with what a person ticked of a clause; everything in it can still be changed."""
    one = get_object_or_404(PolicyText, pk=number)
    subject, said = subject_asked(request), request.POST
    name = said.get("name", "").strip()[:100] or f"{one.title[:40]} 条款"
    body = {
        "name": name, "subject": subject.value,
        "filled": {
            "name": name, "subject": subject.value, "family": "政策", "choose": "highest",
            "state": "未审查", "title": one.title, "number": one.number,
            "issued_on": one.issued.isoformat() if one.issued else "",
            "since": one.since.isoformat() if one.since else "",
            "until": one.until.isoformat() if one.until else "",
            "clause": said.get("clause", "")[:80], "text": said.get("text", "")[:2000],
            "conditions": "\n".join(said.getlist("condition")), "cap": said.get("cap", ""),
        },
        "tiers": [{"label": "", "when": "", "amount": amount} for amount in said.getlist("amount")],
    }  # fmt: skip
    made = PolicyVersion.objects.create(
        key=key_of(name), version=1, name=name, body=body, standing=Standing.DRAFT,
        unit=request.access.unit, author=request.access.author,
    )  # fmt: skip
    return redirect("policy_draft", number=made.pk)
