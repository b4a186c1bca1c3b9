"""报送的办理 sent: a file kept, confirmed, put aside, taken back; by a page or by a program."""

import hashlib
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from louyu.door import DoorError, withdraw
from louyu.sources.visible import name_visible
from louyu.web import jobs
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.submission import State, Submission
from louyu.web.people.models import Account
from louyu.web.people.rights import Access
from louyu.web.sending import for_any_unit, visible

MOST_BYTES = 200 * 1024 * 1024
DROPPABLE = (State.ASKING, State.REFUSED, State.KNOWN)
OVER = (State.DROPPED, State.WITHDRAWN)
"""What is over: the same file sent again is another submission."""


class NotNowError(RuntimeError):
    """What cannot be done as things stand; the message says why."""


def unfit(file: UploadedFile) -> str:
    """Why a file is not taken at all; empty when it is."""
    if (file.size or 0) > MOST_BYTES:
        return f"“{name_visible(file.name or '')}”超过 {MOST_BYTES // 1024 // 1024} MB"
    return ""


def digest(file: UploadedFile) -> str:
    """SHA-256 of a file as sent."""
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    return found.hexdigest()


def kept_already(
    access: Access, sha256: str, *, dataset: str = "", sender: str = "", month: int | None = None
) -> Submission | None:
    """The submission of the same file, not over yet, said of the same things."""
    same = visible(access).filter(sha256=sha256, unit=access.unit).exclude(state__in=OVER)
    for name, said in (("dataset", dataset), ("sender", sender), ("month", month)):
        if said:
            nothing = None if name == "month" else ""
            same = same.filter(Q(**{name: said}) | Q(**{name: nothing}))
    return same.first()


def submission_keep(
    account: Account,
    access: Access,
    file: UploadedFile,
    *,
    dataset: str = "",
    sender: str = "",
    month: int | None = None,
) -> Submission:
    """Keeps a file as sent, and has it read by the worker."""
    submission = Submission.objects.create(
        account=account, unit=access.unit, author=access.author, whole=for_any_unit(access),
        file=name_visible(Path(file.name or "未命名").name)[-200:], size=file.size or 0,
        sha256=digest(file), dataset=dataset, sender=sender, month=month,
    )  # fmt: skip
    submission.folder.mkdir(parents=True)
    with submission.path.open("wb") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
    jobs.read.enqueue(submission.pk)
    return submission


def refused_unless(submission: Submission, states: tuple[State, ...], what: str) -> None:
    if submission.state not in states:
        now = State(submission.state).label
        raise NotNowError(f"这次报送现在是“{now}”，不能{what}")


def submission_confirm(submission: Submission) -> None:
    refused_unless(submission, (State.ASKING,), "确认入库")
    submission.told(State.ENTERING)
    jobs.enter.enqueue(submission.pk)


def submission_drop(submission: Submission) -> None:
    refused_unless(submission, DROPPABLE, "放弃")
    submission.drop()


def submission_repeat(submission: Submission) -> None:
    refused_unless(submission, (State.FAILED,), "重试")
    submission.told(State.WAITING)
    jobs.read.enqueue(submission.pk)


def submission_withdraw(submission: Submission, access: Access, reason: str) -> None:
    """What the file replaced speaks again, in an edition that is built now."""
    refused_unless(submission, (State.IN_FORCE,), "撤回")
    reason = reason.strip()[:200]
    try:
        withdraw(jobs.home(), submission.batch, reason=reason)
    except DoorError as error:
        raise NotNowError(str(error)) from None
    record(
        Action.WITHDRAW, submission.file, author=access.author, unit=access.unit,
        detail={"batch": submission.batch, "reason": reason},
    )  # fmt: skip
    run = jobs.build_asked(access.author, f"撤回 {submission.file}")
    submission.told(State.WITHDRAWN, reason, build=run)
