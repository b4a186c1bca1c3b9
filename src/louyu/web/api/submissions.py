"""报送 submissions: a file or rows sent by a program, its report, what it would change, its word.

As on the pages: nothing speaks before it is confirmed. The same file sent twice is one submission.
"""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Annotated, Any, Literal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadedfile import UploadedFile as Upload
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.files import UploadedFile
from pydantic import Field

from louyu.district import Contract
from louyu.door.preview import MARKED
from louyu.sources.report import report_read
from louyu.web import sent
from louyu.web.api.keyed import AUTH, Number, holder_of, needing
from louyu.web.api.shown import Limit, Offset, Part, binary, part
from louyu.web.correcting import headed
from louyu.web.frame.spreadsheet import WORKBOOK, attachment
from louyu.web.ledger.submission import State, Submission
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability
from louyu.web.sending import for_any_unit, sendable, visible
from louyu.web.shelf import district_of_site

router = Router(tags=["报送"], auth=AUTH)
MOST_ROWS = 50_000
CELL = 4000

Month = Annotated[int, Field(ge=190001, le=209912)]
Words = Annotated[str, Field(max_length=200)]
Cell = Annotated[str, Field(max_length=CELL)] | bool | int | float | None
StateName = Literal[
    "waiting", "reading", "asking", "refused", "known", "entering", "in_force", "withdrawn",
    "dropped", "failed",
]  # fmt: skip
assert set(StateName.__args__) == set(State.values)


class ChangeSaid(Schema):
    """A row that differs from the last file's: cells before (none: new) and after (none: gone)."""

    thing: str
    before: dict[str, Any]
    after: dict[str, Any]


class ComparisonSaid(Schema):
    """What the file would change, held against the one in force; the first rows of it."""

    against: str
    against_month: int
    same: int
    added: int
    gone: int
    changed: int
    shown: list[ChangeSaid]


class SubmissionSaid(Schema):
    """A submission. ``moving``: ask again in a second; ``state`` asking: confirm or drop."""

    number: int
    file: str
    sha256: str
    size: int
    sent_at: dt.datetime
    state: StateName
    state_name: str
    moving: bool
    message: str
    dataset: str
    sender: str
    month: int | None
    rows_read: int | None
    accepted: int | None
    quarantined: int | None
    non_data: int | None
    warnings: list[str]
    marked: bool
    comparison: ComparisonSaid | None
    batch: str
    build: str | None
    edition: str | None


class FindingSaid(Schema):
    """A row of the report: 隔离 (not used) or 提示 (used without the cell)."""

    severity: str
    sheet: str | None
    row: int | None
    column: str | None
    header: str | None
    value: str | None
    message: str | None
    advice: str | None


class FileSaid(Schema):
    """What a sender says of a file; what is not said is told from the file."""

    dataset: Annotated[str, Field(max_length=40)] = ""
    sender: Words = ""
    month: Month | None = None


class RowsSaid(Schema):
    """Rows of a dataset, by the names or headings of the catalogue, in the catalogue's units."""

    dataset: Annotated[str, Field(max_length=40)]
    month: Month
    sender: Words = ""
    rows: Annotated[list[dict[str, Cell]], Field(min_length=1, max_length=MOST_ROWS)]


class ReasonSaid(Schema):
    reason: Words


def submission_told(submission: Submission) -> dict[str, Any]:
    record, compared = submission.record, submission.comparison
    build = submission.build
    return {
        "number": submission.pk, "file": submission.file, "sha256": submission.sha256,
        "size": submission.size, "sent_at": submission.sent_at, "state": submission.state,
        "state_name": str(State(submission.state).label),
        "moving": submission.moving or bool(build and build.moving),
        "message": submission.message, "dataset": submission.dataset,
        "sender": submission.sender, "month": submission.month,
        **{n: record.get(n) for n in ("rows_read", "accepted", "quarantined", "non_data")},
        "warnings": [str(each) for each in record.get("warnings", ())],
        "marked": (submission.folder / MARKED).exists(),
        "comparison": {
            **{name: compared[name] for name in ("same", "added", "gone", "changed")},
            "against": compared["against"]["file"],
            "against_month": compared["against"]["month"],
            "shown": compared["shown"],
        } if compared else None,
        "batch": submission.batch,
        "build": str(build.get_state_display()) if build else None,
        "edition": (build.edition or None) if build else None,
    }  # fmt: skip


def may_send(access: Access, dataset: str, sender: str, month: int | None) -> Contract | None:
    """The contract of what is sent, if it is named; says no where the unit does not send it."""
    if month is not None and not 1 <= month % 100 <= 12:
        raise HttpError(422, "month 须为六位年月，如 202603")
    if sender and sender != access.unit and not for_any_unit(access):
        raise HttpError(403, f"只能以本单位（{access.unit}）名义报送")
    if not dataset:
        return None
    contract = district_of_site().contracts.get(dataset)
    if contract is None:
        raise HttpError(404, "没有这个数据集，可报送的数据集见 /api/v1/datasets")
    if contract not in sendable(access, district_of_site()):
        raise HttpError(403, f"“{contract.label}”不由本单位报送")
    return contract


def taken(
    request: HttpRequest, file: Upload, *, dataset: str, sender: str, month: int | None
) -> Status:
    """202 for a file that is new, 200 for one that was sent already."""
    if wrong := sent.unfit(file):
        raise HttpError(413, wrong)
    access, said = request.access, {"dataset": dataset, "sender": sender, "month": month}
    found = sent.kept_already(access, sent.digest(file), **said)
    if found is not None:
        return Status(200, submission_told(found))
    kept = sent.submission_keep(holder_of(request), access, file, **said)
    kept.refresh_from_db()
    return Status(202, submission_told(kept))


@router.post(
    "/submissions", response={200: SubmissionSaid, 202: SubmissionSaid}, summary="报送一个文件"
)
@needing(Ability.SUBMIT)
def submission_send(
    request: HttpRequest,
    file: File[UploadedFile],
    said: Form[FileSaid],
) -> Status:
    """multipart/form-data。数据集、报送单位、所属期不写时由文件本身认定。"""
    may_send(request.access, said.dataset, said.sender, said.month)
    return taken(request, file, dataset=said.dataset, sender=said.sender, month=said.month)


@router.post(
    "/submissions/rows",
    response={200: SubmissionSaid, 202: SubmissionSaid},
    summary="报送若干行",
)
@needing(Ability.SUBMIT)
def rows_send(request: HttpRequest, said: RowsSaid) -> Status:
    """与报送一个同样内容的文件完全等效：先核对，确认后才入库。"""
    contract = may_send(request.access, said.dataset, said.sender, said.month)
    assert contract is not None
    name = f"{contract.label}_{said.month}_接口.csv"
    file = SimpleUploadedFile(name, rows_file(contract, said.rows), "text/csv")
    return taken(request, file, dataset=said.dataset, sender=said.sender, month=said.month)


def rows_file(contract: Contract, rows: list[dict[str, Any]]) -> bytes:
    """Rows as the file of the dataset: what a unit without a program would send."""
    columns = contract.columns
    called = {column.header: name for name, column in columns.items()}
    called |= {name: name for name in columns}
    names = dict.fromkeys(name for row in rows for name in row)
    unknown = [name for name in names if name not in called]
    if unknown:
        raise HttpError(422, f"“{contract.label}”没有这些列：{'、'.join(unknown[:5])[:200]}")
    asked = [name for name in columns if name in {called[each] for each in names}]
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow([headed(columns[name]) for name in asked])
    for row in rows:
        cells = {called[name]: value for name, value in row.items()}
        sheet.writerow([written(cells.get(name)) for name in asked])
    return out.getvalue().encode("utf-8-sig")


def written(value: str | bool | int | float | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value:.10f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


@router.get("/submissions", response=Part[SubmissionSaid], summary="报送清单")
@needing(Ability.SUBMIT)
def submissions(
    request: HttpRequest,
    state: StateName | None = None,
    dataset: Annotated[str, Field(max_length=40)] = "",
    offset: Offset = 0,
    limit: Limit = 100,
) -> dict[str, Any]:
    """本单位的报送，后报的在前；专班看到各单位的。"""
    found = visible(request.access).select_related("build")
    found = found.filter(state=state) if state else found
    found = found.filter(dataset=dataset) if dataset else found
    page = part(range(found.count()), offset, limit)
    page["items"] = [submission_told(each) for each in found[offset : offset + limit]]
    return page


def one(request: HttpRequest, number: int) -> Submission:
    submission: Submission = get_object_or_404(
        visible(request.access).select_related("build"), pk=number
    )
    return submission


@router.get("/submissions/{number}", response=SubmissionSaid, summary="一次报送")
@needing(Ability.SUBMIT)
def submission(request: HttpRequest, number: Number) -> dict[str, Any]:
    """到哪一步，读了几行，确认后会改动什么。"""
    return submission_told(one(request, number))


@router.get("/submissions/{number}/findings", response=Part[FindingSaid], summary="逐行核对报告")
@needing(Ability.SUBMIT)
def findings(
    request: HttpRequest, number: Number, offset: Offset = 0, limit: Limit = 100
) -> dict[str, Any]:
    """每个有问题的行：在哪张表第几行哪一列，错在哪里，怎么改。"""
    submission = one(request, number)
    if not (submission.folder / "quarantine.parquet").exists():
        return part([], offset, limit)
    report = report_read(submission.folder)
    page = part(range(report.height), offset, limit)
    names = FindingSaid.model_fields
    page["items"] = [
        {name: row.get(name) for name in names} for row in report.slice(offset, limit).to_dicts()
    ]
    return page


@router.get(
    "/submissions/{number}/marked.xlsx", summary="标注的工作簿", openapi_extra=binary(WORKBOOK)
)
@needing(Ability.SUBMIT)
def marked(request: HttpRequest, number: Number) -> FileResponse:
    """原文件，有问题的格子已标出，并附核对报告。"""
    submission = one(request, number)
    path = submission.folder / MARKED
    if not path.exists():
        raise Http404("这个文件没有标注的工作簿")
    answer = FileResponse(path.open("rb"), content_type=WORKBOOK)
    answer["Content-Disposition"] = attachment(f"{Path(submission.file).stem}.核对.xlsx")
    return answer


@router.post("/submissions/{number}/confirm", response=SubmissionSaid, summary="确认入库")
@needing(Ability.SUBMIT)
def confirm(request: HttpRequest, number: Number) -> dict[str, Any]:
    """待确认的文件入库，随即编制新的一期。"""
    submission = one(request, number)
    sent.submission_confirm(submission)
    return submission_told(one(request, number))


@router.post("/submissions/{number}/drop", response=SubmissionSaid, summary="放弃")
@needing(Ability.SUBMIT)
def drop(request: HttpRequest, number: Number) -> dict[str, Any]:
    """没有入库的文件删去，只留这条记录。"""
    sent.submission_drop(one(request, number))
    return submission_told(one(request, number))


@router.post("/submissions/{number}/repeat", response=SubmissionSaid, summary="重试")
@needing(Ability.SUBMIT)
def repeat(request: HttpRequest, number: Number) -> dict[str, Any]:
    """处理中断的文件重新读取。"""
    sent.submission_repeat(one(request, number))
    return submission_told(one(request, number))


@router.post("/submissions/{number}/withdraw", response=SubmissionSaid, summary="撤回")
@needing(Ability.SUBMIT)
def withdraw(request: HttpRequest, number: Number, said: ReasonSaid) -> dict[str, Any]:
    """已入库的文件撤回，它替代的文件重新生效，随即编制新的一期。"""
    sent.submission_withdraw(one(request, number), request.access, said.reason)
    return submission_told(one(request, number))
