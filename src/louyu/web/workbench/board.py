"""数据看板 board: every dataset, who owes it, what came last, what is late, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from louyu.district import Contract, District
from louyu.door import Batch, batches
from louyu.standards.calendar import month_add
from louyu.web.frame.figures import NONE, moment, month_name
from louyu.web.jobs import home
from louyu.web.page import page
from louyu.web.people.models import Post
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability
from louyu.web.sending import for_any_unit, sendable
from louyu.web.shelf import district_of_site

CADENCE = {"month": "按月", "year": "按年", "event": "有变化时"}
KIND_LABELS = {"street": "各街镇", "operator": "各楼宇运营单位"}


@dataclass(frozen=True)
class Standing:
    """How a sender stands with a dataset."""

    sender: str
    month: str
    received: str
    rows: str
    quarantined: str
    late: bool
    word: str
    people: str


@dataclass(frozen=True)
class Owed:
    """A dataset with everyone who sends it."""

    label: str
    about: str
    cadence: str
    template: str
    senders: list[Standing]
    silent: int
    """Units that may send it when something changes, and never have."""

    @property
    def late(self) -> list[Standing]:
        return [each for each in self.senders if each.late]


@page("board/", name="board", title="数据看板", needs=Ability.SUBMIT, menu="数据看板", reads=False)
def board_page(request: HttpRequest) -> HttpResponse:
    district, access = district_of_site(), request.access
    received = batches(home())
    due = max((batch.month for batch in received), default=0)
    people = posts_by_unit()
    owed = [
        owed_of(contract, district, received, due, people, access)
        for contract in sendable(access, district)
    ]
    return render(
        request,
        "workbench/board.html",
        {
            "owed": owed,
            "due": month_name(due) if due else "",
            "late": sum(len(each.late) for each in owed),
            "own": "" if for_any_unit(access) else access.unit,
        },
    )


def posts_by_unit() -> dict[str, list[str]]:
    """Whom to call: the people who may send for a unit."""
    found: dict[str, list[str]] = {}
    for post in Post.objects.filter(until_on=None).select_related("account"):
        found.setdefault(post.unit, []).append(post.account.name)
    return found


def owed_of(
    contract: Contract,
    district: District,
    received: Sequence[Batch],
    due: int,
    people: dict[str, list[str]],
    access: Access,
) -> Owed:
    mine = [one for one in received if one.dataset == contract.dataset and one.status == "in_force"]
    names = expected(contract, district) + sorted({one.sender for one in mine})
    names = list(dict.fromkeys(names))
    if not for_any_unit(access):
        names = [name for name in names if name == access.unit]
    senders = []
    for name in names:
        last = max(
            (one for one in mine if one.sender == name), key=lambda one: one.month, default=None
        )
        senders.append(standing(name, last, contract, due, people.get(name, [])))
    silent = []
    if for_any_unit(access) and contract.cadence == "event":
        silent = [each for each in senders if not each.month]
    return Owed(
        contract.label, contract.about, CADENCE[contract.cadence],
        reverse("template", args=[contract.dataset]),
        [each for each in senders if each not in silent], len(silent),
    )  # fmt: skip


def expected(contract: Contract, district: District) -> list[str]:
    """The units that owe a dataset, as far as the district names them."""
    names = [d.name for d in district.departments if d.id in contract.senders]
    if "street" in contract.senders:
        names += [street.name for street in district.streets]
    return names


def standing(
    name: str, last: Batch | None, contract: Contract, due: int, people: list[str]
) -> Standing:
    """A monthly list is late when the last month anybody sent for has passed it by a month."""
    behind = month_add(due, -1) if due else 0
    late = contract.cadence == "month" and due > 0 and (last is None or last.month < behind)
    word = "未收到" if last is None else "迟报" if late else "正常"
    if contract.cadence != "month" and last is None:
        word = "未收到过"
    return Standing(
        sender=name,
        month=month_name(last.month) if last else "",
        received=moment(last.received_at) if last else NONE,
        rows=f"{last.accepted:,}" if last else NONE,
        quarantined=f"{last.quarantined:,}" if last else NONE,
        late=late,
        word=word,
        people="、".join(people),
    )
