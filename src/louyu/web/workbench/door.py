"""数据报送: a file is dropped, read beside the page, shown with what it would change, confirmed."""

from contextlib import suppress
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from louyu.door.preview import MARKED
from louyu.nouns import STATEMENTS
from louyu.sources.template import template_write
from louyu.web import jobs, sent
from louyu.web.frame.figures import month_name
from louyu.web.frame.months import number_asked
from louyu.web.frame.spreadsheet import attachment
from louyu.web.ledger.build_run import BuildRun
from louyu.web.ledger.submission import State, Submission
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.sending import for_any_unit, sendable, visible
from louyu.web.shelf import district_of_site
from louyu.web.told import changes_told, findings_told
from louyu.web.workbench.prefilling import fillable

SHOWN = 30
MOST_FILES = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(
    "send/", name="send", title="数据报送", needs=Ability.SUBMIT, menu="报送",
    methods=("GET", "POST"), reads=False,
)  # fmt: skip
def send_page(request: HttpRequest) -> HttpResponse:
    access, district = request.access, district_of_site()
    contracts = sendable(access, district)
    wrong = ""
    if request.method == "POST":
        files = request.FILES.getlist("files")
        wrong = unfit(files) if contracts else "本单位没有要报送的数据集"
        if not wrong:
            kept = [sent.submission_keep(request.user, access, file) for file in files]
            return redirect("sent", number=kept[0].pk) if len(kept) == 1 else redirect("send")
    return render(
        request,
        "workbench/send.html",
        {
            "contracts": contracts,
            "fillable": fillable(access, district),
            "holds": access.may(Ability.EXPORT),
            "any_unit": for_any_unit(access),
            "submissions": visible(access).select_related("build")[:SHOWN],
            "wrong": wrong,
            "most_mb": sent.MOST_BYTES // 1024 // 1024,
        },
        status=422 if wrong else 200,
    )


def unfit(files: list[UploadedFile]) -> str:
    """Why files are not taken at all; empty when they are."""
    if not files:
        return "请选择要报送的文件"
    if len(files) > MOST_FILES:
        return f"一次最多 {MOST_FILES} 个文件，这次有 {len(files)} 个"
    return next(filter(None, map(sent.unfit, files)), "")


def one(request: HttpRequest, number: int) -> Submission:
    submission: Submission = get_object_or_404(visible(request.access), pk=number)
    return submission


@page("send/<int:number>/", name="sent", title="报送进展", needs=Ability.SUBMIT, reads=False)
def sent_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """How far a file is; fetched again by the page itself while it moves."""
    submission = one(request, number)
    template = "sent_state" if request.htmx else "sent"
    return render(request, f"workbench/{template}.html", sent_told(request, submission))


def sent_told(request: HttpRequest, submission: Submission) -> dict[str, object]:
    district, state = district_of_site(), submission.state
    contract = district.contracts.get(submission.dataset)
    noun = STATEMENTS.get(submission.dataset)
    return {
        "submission": submission,
        "label": contract.label if contract else "",
        "month_name": month_name(submission.month) if submission.month else "",
        "findings": findings_told(submission, number_asked(request, "page")),
        "changes": changes_told(submission.comparison, noun) if noun else None,
        "asking": state == State.ASKING,
        "marked": (submission.folder / MARKED).exists(),
        "build": submission.build,
        "moving": submission.moving or bool(submission.build and submission.build.moving),
        "may_withdraw": state == State.IN_FORCE,
        "may_repeat": state == State.FAILED,
        "draft": submission.drafts.first() if state != State.IN_FORCE else None,
    }


@page(
    "send/<int:number>/answer", name="sent_answer", title="确认或撤回", needs=Ability.SUBMIT,
    methods=("POST",), reads=False,
)  # fmt: skip
def sent_answer(request: HttpRequest, *, number: int) -> HttpResponse:
    """The sender's word: take it in, put it aside, take it back, try again."""
    submission, said = one(request, number), request.POST.get("say")
    with suppress(sent.NotNowError):  # the page, shown anew, says how things stand
        if said == "confirm":
            sent.submission_confirm(submission)
        elif said == "drop":
            sent.submission_drop(submission)
        elif said == "withdraw":
            sent.submission_withdraw(submission, request.access, request.POST.get("reason", ""))
        elif said == "again":
            sent.submission_repeat(submission)
    return redirect("sent", number=number)


@page(
    "send/<int:number>/marked.xlsx",
    name="sent_marked",
    title="标注的工作簿",
    needs=Ability.SUBMIT,
    reads=False,
)
def sent_marked(request: HttpRequest, *, number: int) -> HttpResponseBase:
    submission = one(request, number)
    path = submission.folder / MARKED
    if not path.exists():
        raise Http404("这个文件没有标注的工作簿")
    answer = FileResponse(path.open("rb"), content_type=XLSX)
    answer["Content-Disposition"] = attachment(f"{Path(submission.file).stem}.核对.xlsx")
    return answer


@page(
    "template/<slug:dataset>.xlsx",
    name="template",
    title="报送模板",
    needs=Ability.SUBMIT,
    reads=False,
)
def template_page(request: HttpRequest, *, dataset: str) -> HttpResponseBase:
    """The template of a dataset, the sender filled in."""
    district, access = district_of_site(), request.access
    contract = district.contracts.get(dataset)
    if contract is None:
        raise Http404("没有这个数据集")
    if contract not in sendable(access, district):
        raise PermissionDenied(f"“{contract.label}”不由本单位报送")
    folder = jobs.home() / "templates"
    folder.mkdir(exist_ok=True)
    path = folder / f"{request.user.pk}-{dataset}.xlsx"
    template_write(path, district, dataset, sender=None if for_any_unit(access) else access.unit)
    answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    path.unlink()
    answer["Content-Disposition"] = attachment(f"{contract.label}模板.xlsx")
    return answer


@page("build/", name="build", title="编制", needs=Ability.BUILD, methods=("POST",), reads=False)
def build_now(request: HttpRequest) -> HttpResponse:
    run = jobs.build_asked(request.access.author, "手工编制")
    return redirect("build_run", number=run.pk)


@page("build/<int:number>/", name="build_run", title="编制进展", needs=Ability.SUBMIT, reads=False)
def build_run(request: HttpRequest, *, number: int) -> HttpResponse:
    run = get_object_or_404(BuildRun, pk=number)
    template = "build_state" if request.htmx else "build_run"
    return render(request, f"workbench/{template}.html", {"build": run, "moving": run.moving})
