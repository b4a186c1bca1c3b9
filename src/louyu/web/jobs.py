"""后台 jobs: what the worker does beside the pages: read a file, take it in, build an edition.

Each may be done again after a death: reading changes nothing, the same file taken in twice is one
batch, and an edition of the same inputs is not published twice.
"""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import task

from louyu.district import DistrictError
from louyu.door import Batch, Comparison, DoorError, Given, preview, submit, withdraw
from louyu.edition import EditionError
from louyu.engine import EngineError
from louyu.pipeline import STAGES
from louyu.pipeline import build as build_edition
from louyu.registers.correction import CORRECTED, WITHDRAWN
from louyu.web import geography_sent
from louyu.web.correcting import CORRECTABLE, word_write
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.build_run import BuildRun, BuildState
from louyu.web.ledger.correction import Correction, Stage
from louyu.web.ledger.submission import MOVING, State, Submission
from louyu.web.shelf import district_of_site


def home() -> Path:
    return Path(settings.HOME)


def given(submission: Submission) -> Given:
    """The file as its sender knows it. Who may only send for their own unit does."""
    return Given(
        submission.path,
        dataset=submission.dataset or None,
        sender=(submission.sender or None) if submission.whole else submission.unit,
        month=submission.month,
        received_at=submission.sent_at.astimezone().isoformat(timespec="seconds"),
        said_name=submission.file,
    )


@task()
def read(number: int) -> None:
    """Reads and checks a file that was sent, and says what it would change."""
    submission = Submission.objects.get(pk=number)
    submission.told(State.READING)
    try:
        found = preview(home(), district_of_site(), given(submission), submission.folder)
    except DoorError as error:
        submission.told(State.REFUSED, str(error))
        return
    said = found.record
    known = {
        "dataset": said.get("dataset", ""), "sender": said.get("sender", ""),
        "month": said.get("month"), "record": said,
    }  # fmt: skip
    if found.refused:
        submission.told(State.REFUSED, found.refused, record=said)
    elif found.known:
        submission.told(State.KNOWN, "同一个文件以前收过", **known, batch=said["batch"])
    else:
        told = comparison_record(found.comparison)
        as_said = submission.unchanged and unchanged(submission, said, told)
        state = State.ENTERING if as_said else State.ASKING
        submission.told(state, counts(said), **known, comparison=told)
        if as_said:
            enter.enqueue(submission.pk)


def unchanged(submission: Submission, said: dict[str, Any], told: dict[str, Any]) -> bool:
    """Whether a list says what the one before it said, as its sender has said already.

    Who had moved out before the month began is no longer listed, which is no change.
    """
    draft = submission.drafts.first()
    left = draft.left if draft is not None else 0
    same = told and not told["added"] and not told["changed"] and told["gone"] == left
    return bool(same and not said["quarantined"] and not said["cell_warnings"])


def comparison_record(comparison: Comparison | None) -> dict[str, Any]:
    if comparison is None:
        return {}
    against = comparison.against
    said = {**asdict(comparison), "shown": [asdict(each) for each in comparison.shown]}
    said["against"] = {"file": against.file, "month": against.month, "batch": against.batch}
    return plain(said)


def plain(said: Any) -> Any:
    """Dates as text: the ledger keeps JSON."""
    if isinstance(said, dict):
        return {name: plain(value) for name, value in said.items()}
    if isinstance(said, list | tuple):
        return [plain(value) for value in said]
    return said if isinstance(said, str | int | float | bool | None) else str(said)


def counts(said: dict[str, Any]) -> str:
    return (
        f"读取 {said['rows_read']:,} 行，可采用 {said['accepted']:,} 行，"
        f"隔离 {said['quarantined']:,} 行，非数据 {said['non_data']:,} 行"
    )


@task()
def enter(number: int) -> None:
    """Takes a confirmed file through the door, and asks for an edition."""
    submission = Submission.objects.get(pk=number)
    one = given(submission)
    try:
        receipt = submit(
            home(), district_of_site(), one.file, dataset=one.dataset, sender=one.sender,
            month=one.month, received_at=one.received_at, name=one.said_name,
        )  # fmt: skip
    except DoorError as error:
        submission.told(State.FAILED, str(error))
        return
    if receipt.batch is None:
        submission.told(State.REFUSED, receipt.message)
        return
    record(
        Action.SUBMIT, f"{submission.file}（{receipt.batch.dataset} {receipt.batch.month}）",
        author=submission.author, unit=submission.unit,
        detail={"batch": receipt.batch.batch, "accepted": receipt.batch.accepted,
                "quarantined": receipt.batch.quarantined, "sha256": receipt.sha256},
    )  # fmt: skip
    run = build_asked(submission.author, f"报送 {submission.file}")
    submission.told(State.IN_FORCE, receipt.message, batch=receipt.batch.batch, build=run)


@task()
def word(number: int) -> None:
    """Takes a correction through the door, and asks for an edition."""
    said = Correction.objects.get(pk=number)
    batch, message = word_sent(said, CORRECTED)
    if batch is None:
        said.told(Stage.REFUSED, answer=message[:500])
        return
    run = build_asked(said.author, f"更正 {said.name}")
    said.told(Stage.IN_FORCE, build=run)


@task()
def word_back(number: int) -> None:
    """Takes a correction back, in an edition that is built now."""
    said = Correction.objects.get(pk=number)
    batch, message = word_sent(said, WITHDRAWN)
    if batch is None:
        said.told(Stage.IN_FORCE, answer=message[:500])
        return
    said.told(Stage.WITHDRAWN, build=build_asked(said.author, f"撤回更正 {said.name}"))


def word_sent(said: Correction, verdict: str) -> tuple[Batch | None, str]:
    """The batch of a word, or why there is none."""
    path = said.folder / f"{verdict}.csv"
    word_write(path, said, district_of_site(), verdict=verdict)
    try:
        receipt = submit(
            home(), district_of_site(), path, dataset=CORRECTABLE[said.noun].words,
            sender=said.unit, month=said.month, name=f"{said.reference} {verdict}.csv",
            received_at=said.said_at.astimezone().isoformat(timespec="seconds"),
        )  # fmt: skip
    except DoorError as error:
        return None, str(error)
    batch = receipt.batch
    if batch is not None and (not batch.accepted or receipt.cell_warnings):
        withdraw(home(), batch.batch, reason="没有采用的行")
        return None, "没有通过核对：" + "；".join(batch.warnings or [receipt.message])
    return batch, receipt.message


def build_asked(author: str, reason: str) -> BuildRun:
    """A build that will see everything taken in by now: one that waits already, or a new one."""
    waiting = BuildRun.objects.filter(state=BuildState.WAITING).first()
    if waiting is not None:
        return waiting
    run = BuildRun.objects.create(asked_by=author, reason=reason[:200])
    build.enqueue(run.pk)
    return run


@task()
def build(number: int) -> None:
    """Builds and publishes the next edition, saying how far it is."""
    run = BuildRun.objects.get(pk=number)
    runs: QuerySet[BuildRun] = BuildRun.objects.filter(pk=number)
    runs.update(state=BuildState.RUNNING)

    def said(stage: str, done: int, of: int) -> None:
        run.tell(stage, STAGES.index(stage) * 100 + 100 * done // max(of, 1), len(STAGES) * 100)

    started = time.monotonic()
    try:
        built = build_edition(home(), district_of_site(), said=said)
    except (EditionError, EngineError, DistrictError, DoorError) as error:
        runs.update(state=BuildState.FAILED, message=str(error)[:500])
        return
    except Exception:
        runs.update(state=BuildState.FAILED, message="编制程序出错，详情见运行日志")
        raise
    finally:
        run.path.unlink(missing_ok=True)
    state = BuildState.PUBLISHED if built.published else BuildState.UNCHANGED
    seconds = round(time.monotonic() - started, 1)
    runs.update(state=state, edition=built.edition.name, seconds=seconds)
    Correction.objects.filter(build=run).update(changed_at=timezone.now())
    record(
        Action.BUILD, built.edition.name, author=run.asked_by,
        detail={"published": built.published, "reason": run.reason, "seconds": seconds},
    )  # fmt: skip


@task()
def ground(kind: str) -> None:
    """Imports geography that was sent on the page."""
    geography_sent.read(home(), Path(settings.DISTRICT), kind)


def taken_up() -> int:
    """Queues again what a worker that died left half done. Returns how much that is."""
    half_read = Submission.objects.filter(state__in=[State.WAITING, State.READING])
    half_in = Submission.objects.filter(state=State.ENTERING)
    half_said = Correction.objects.filter(stage=Stage.WAITING)
    half_back = Correction.objects.filter(stage=Stage.LEAVING)
    half_built = BuildRun.objects.filter(state__in=[BuildState.WAITING, BuildState.RUNNING])
    jobs = [
        (read, half_read), (enter, half_in), (word, half_said), (word_back, half_back),
        (build, half_built),
    ]  # fmt: skip
    assert {State.WAITING, State.READING, State.ENTERING} == set(MOVING)
    count = 0
    for job, rows in jobs:
        for number in rows.order_by("pk").values_list("pk", flat=True):
            job.enqueue(number)
            count += 1
    for kind in geography_sent.unfinished(home()):
        ground.enqueue(kind)
        count += 1
    return count
