"""更正单的办理 word: a correction said, answered by the owner of the datum, taken back.

By a page or by a program: the checks are the same. A word without a day says that the list was
wrong (更正); one with a day, that something has changed since (更新).
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet
from django.http import Http404

from louyu.nouns import NOUNS
from louyu.sources.visible import name_visible
from louyu.web import jobs
from louyu.web.correcting import Field, day_of, field, owns, states
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.correction import Correction, Stage
from louyu.web.people.models import Account
from louyu.web.people.rights import Access
from louyu.web.reader import Reader
from louyu.web.sending import for_any_unit, unit_kind
from louyu.web.sent import NotNowError

LEAST_REASON = 2
ANSWERS = ("adopt", "decline")


def asked_of(reader: Reader, noun: str, column: str) -> Field:
    """The field that is to be corrected."""
    asked = field(reader.district, noun, column)
    if asked is None or column not in NOUNS[noun]:
        raise Http404("没有这个可更正的字段")
    return asked


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


def wrongs(
    access: Access, reader: Reader, asked: Field, said: dict[str, str], stored: object
) -> dict[str, str]:
    """What is wrong with a word, by its part: ``value``, ``since``, ``reason``."""
    found = {}
    value, problem = asked.read(said["value"], reader.district)
    if not said["value"]:
        found["value"] = "请填写正确的值"
    elif problem:
        found["value"] = problem
    elif value is None:
        found["value"] = "这个值读出来是空的，请填写实际的值"
    elif value == stored and not owns(access, reader.district, asked):
        found["value"] = "与现值相同，不用更正"
    if len(said["reason"]) < LEAST_REASON:
        found["reason"] = "请写明理由，例如“按不动产权证，原值为套内面积”"
    months = {str(month) for month in reader.months}
    if said["since"] and said["since"] not in months:
        found["since"] = "请从列出的月份里选"
    return found


def correction_state(
    account: Account,
    access: Access,
    reader: Reader,
    asked: Field,
    row: dict[str, Any],
    column: str,
    said: dict[str, str],
    file: UploadedFile | None = None,
) -> Correction:
    """Writes a word down, and sends it on its way if it is a statement."""
    noun = next(name for name in ("building", "enterprise") if name in row)
    file_name = name_visible(file.name or "附件")[-200:] if file else ""
    through = states(access, reader.district, asked)
    correction = Correction.objects.create(
        account=account, unit=access.unit, author=access.author, noun=noun,
        thing=row[noun], name=row["name"] or row[noun], column=column,
        owner=asked.owner, was=asked.written(row[column]),
        value=said["value"][:500], holds_from=day_of(said["since"]),
        reason=said["reason"][:500],
        proof=said["proof"][:300], attachment=file_name,
        stage=Stage.WAITING if through else Stage.PROPOSED, month=reader.months[-1],
    )  # fmt: skip
    if file is not None:
        attachment_keep(correction, file)
    ruling = owns(access, reader.district, asked) and through
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


def owned(access: Access, reader: Reader) -> QuerySet[Correction]:
    """What others have said of a unit's own data: the sharing law's corrections sent back."""
    kind = unit_kind(access, reader.district)
    every = Correction.objects.select_related("build").exclude(unit=access.unit)
    if not kind:
        return every.none()
    mine = every.filter(owner=kind)
    return mine if access.scope.whole else mine.filter(in_sight(reader))


def in_sight(reader: Reader) -> Q:
    codes = list(reader.building_names(reader.months[-1]))
    return Q(noun="building", thing__in=codes)


def visible(access: Access, reader: Reader) -> QuerySet[Correction]:
    """Corrections that somebody may see: their unit's, and what is for them to answer."""
    every = Correction.objects.select_related("build")
    if for_any_unit(access):
        return every
    kind = unit_kind(access, reader.district)
    mine = Q(owner=kind) if kind else Q(pk=None)
    if not access.scope.whole:
        mine &= in_sight(reader)
    return every.filter(Q(unit=access.unit) | mine)


def answerable(access: Access, reader: Reader, said: Correction, asked: Field | None) -> bool:
    """Whether the owner may still answer: a word that waits for it, or one in force that it has
    not spoken on."""
    if asked is None or not owns(access, reader.district, asked) or said.unit == access.unit:
        return False
    return said.stage == Stage.PROPOSED or (
        said.stage == Stage.IN_FORCE and not said.answered_by and states(
            access, reader.district, asked
        )
    )  # fmt: skip


def correction_answer(
    account: Account, access: Access, reader: Reader, said: Correction, word: str, answer: str
) -> None:
    """The owner takes a word up or says why not.

    On a word that is in force already its answer is a ruling: the same value in its own name, or
    the value that was listed before.
    """
    asked = field(reader.district, said.noun, said.column)
    if asked is None or not owns(access, reader.district, asked):
        raise PermissionDenied(f"这一项归{asked.owner_name if asked else '别的单位'}核实")
    if not answerable(access, reader, said, asked):
        raise NotNowError(f"更正单 {said.reference} 现在是“{said.standing}”，不用再答复")
    answer = answer.strip()[:500]
    if word == "decline" and not answer:
        raise NotNowError("不采纳须写明理由")
    ruled = said.stage == Stage.IN_FORCE
    if word == "adopt":
        stage = Stage.IN_FORCE if ruled else Stage.ADOPTED
        if states(access, reader.district, asked):
            own_word(account, access, reader, said, said.value, f"采纳{said.unit}{said.reference}")
        said.told(stage, answer=answer or "采纳", answered_by=access.author)
    elif ruled:
        if not said.was:
            raise NotNowError("这一格原来没有值，请另报一条更正写明应是什么")
        why = f"不采纳{said.unit}{said.reference}：{answer}"
        own_word(account, access, reader, said, said.was, why)
        said.told(Stage.IN_FORCE, answer=f"不采纳：{answer}"[:500], answered_by=access.author)
    else:
        said.told(Stage.DECLINED, answer=answer, answered_by=access.author)
    record(
        Action.RULE if ruled else Action.CORRECT, f"{said.name} {said.reference} {said.standing}",
        author=access.author, unit=access.unit, detail={"word": word, "answer": answer},
    )  # fmt: skip


def own_word(
    account: Account, access: Access, reader: Reader, said: Correction, value: str, why: str
) -> None:
    """The owner's own word on what another said, which goes in at the door."""
    own = Correction.objects.create(
        account=account, unit=access.unit, author=access.author, noun=said.noun,
        thing=said.thing, name=said.name, column=said.column, owner=said.owner, was=said.was,
        value=value, holds_from=said.holds_from, proof=said.proof, answers=said,
        reason=f"{why}：{said.reason}"[:500], stage=Stage.WAITING, month=reader.months[-1],
    )  # fmt: skip
    jobs.word.enqueue(own.pk)


def withdrawable(access: Access, said: Correction) -> bool:
    return said.unit == access.unit and said.stage in (Stage.PROPOSED, Stage.IN_FORCE)


def correction_withdraw(access: Access, said: Correction) -> None:
    """Its author takes a word back."""
    if said.unit != access.unit:
        raise PermissionDenied("只有提出的单位可以撤回")
    if not withdrawable(access, said):
        raise NotNowError(f"更正单 {said.reference} 现在是“{said.standing}”，不能撤回")
    if said.stage == Stage.PROPOSED:
        said.told(Stage.WITHDRAWN)
    else:
        said.told(Stage.LEAVING)
        jobs.word_back.enqueue(said.pk)
    record(
        Action.CORRECT, f"{said.name} {said.reference} {said.standing}",
        author=access.author, unit=access.unit,
    )  # fmt: skip
