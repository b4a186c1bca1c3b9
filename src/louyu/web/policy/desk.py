"""政策台: policies written, tried against the edition in force, published, replaced, taken down."""

import re
from typing import Any

from django.core.exceptions import BadRequest
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from pypinyin import lazy_pinyin

from louyu.district import Offer
from louyu.district.offer import Family, Review
from louyu.services.policy.contradiction import doubts
from louyu.services.policy.fact import SUBJECTS
from louyu.services.policy.policy import Policy, PolicyError, policy_read
from louyu.services.policy.publishing import faults
from louyu.web.ledger.audit import Action, record
from louyu.web.ledger.policy_version import PolicyVersion, Standing
from louyu.web.offers.book import book, catalogue
from louyu.web.offers.outcomes import NotReadyError
from louyu.web.offers.told import CHOICES
from louyu.web.page import page
from louyu.web.people.roles import Ability
from louyu.web.policy.costing import cost, shut
from louyu.web.policy.form import LABELS, Filled, filled_from, offer_of, posted
from louyu.web.reader import Reader
from louyu.web.shelf import district_of_site

STATUSES = ("可享", "差一项", "不满足", "信息不足", "已过期")


@page("policy/desk/", name="policy_desk", title="政策台", needs=Ability.POLICY, reads=False)
def desk_page(request: HttpRequest) -> HttpResponse:
    versions = PolicyVersion.objects.all()
    return render(
        request,
        "policy/desk.html",
        {
            "drafts": versions.filter(standing=Standing.DRAFT),
            "others": versions.exclude(standing=Standing.DRAFT),
            "offers": sorted(book().offers.values(), key=lambda offer: offer.name),
        },
    )


@page(
    "policy/desk/new", name="policy_new", title="新政策", needs=Ability.POLICY, methods=("POST",),
    reads=False,
)  # fmt: skip
def new_page(request: HttpRequest) -> HttpResponse:
    """A draft: empty, or the next version of an offer in force."""
    base = book().offers.get(request.POST.get("from", ""))
    name = request.POST.get("name", "").strip()[:100]
    if base is None and not name:
        raise BadRequest("新政策要先写名称")
    key = base.key if base is not None else key_of(name)
    waiting = PolicyVersion.objects.filter(key=key, standing=Standing.DRAFT).first()
    if waiting is not None:
        return redirect("policy_draft", number=waiting.pk)
    last = PolicyVersion.objects.filter(key=key).aggregate(last=Max("version"))["last"] or 0
    version = max(last, base.version if base else 0) + 1
    body = base.model_dump(mode="json", by_alias=True) if base is not None else {"name": name}
    made = PolicyVersion.objects.create(
        key=key, version=version, name=base.name if base else name, body=body,
        standing=Standing.DRAFT, unit=request.access.unit, author=request.access.author,
    )  # fmt: skip
    return redirect("policy_draft", number=made.pk)


def key_of(name: str) -> str:
    """A key from a name, in Latin letters, that no offer has."""
    spelt = "-".join(lazy_pinyin(re.sub(r"[^\w]", "", name)[:12]))
    base = re.sub(r"[^a-z0-9-]", "", spelt.lower()).strip("-") or "policy"
    taken = {*book().offers, *PolicyVersion.objects.values_list("key", flat=True)}
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, 1000))) if key not in taken)


@page(
    "policy/desk/<int:number>/", name="policy_draft", title="政策草稿", needs=Ability.POLICY,
    methods=("GET", "POST"),
)  # fmt: skip
def draft_page(request: HttpRequest, reader: Reader, *, number: int) -> HttpResponse:
    """A draft and its form; every step is tried as it is asked for, and what was typed stays."""
    version = get_object_or_404(PolicyVersion, pk=number)
    if request.method == "POST":
        if version.standing != Standing.DRAFT:
            raise BadRequest("已发布的版本不改动；请以它为底新建一版")
        filled = posted(request.POST)
        offer = offer_of(filled, key=version.key, version=version.version)
        if offer is not None:
            kept(version, offer, request.POST.get("change", ""))
            if request.POST.get("say") == "publish" and not told_of(reader, offer)["faults"]:
                published(request, version)
                return redirect("policy", policy=version.key)
    else:
        filled = filled_of(version)
        offer = None if "document" not in version.body else version.offer
    tried = told_of(reader, offer) if offer is not None else {}
    return render(
        request,
        "policy/draft.html",
        {
            "version": version,
            "filled": filled,
            "editable": version.standing == Standing.DRAFT,
            **choices(),
            **tried,
        },
        status=422 if filled.wrong else 200,
    )


def filled_of(version: PolicyVersion) -> Filled:
    if "document" in version.body:
        return filled_from(version.offer, catalogue(version.offer.subject))
    if "filled" in version.body:  # proposed from a text, not yet an offer
        return Filled(dict(version.body["filled"]), list(version.body["tiers"]))
    said = {"name": version.name, "choose": "first", "family": Family.POLICY.value}
    return Filled({**said, "subject": "enterprise", "state": Review.NONE.value})


def choices() -> dict[str, Any]:
    district = district_of_site()
    return {
        "families": [family.value for family in Family],
        "subjects": list(SUBJECTS.items()),
        "units": [(each.id, each.name) for each in district.departments],
        "choosing": list(CHOICES.items()),
        "reviews": [review.value for review in Review],
        "statuses": STATUSES,
        "facts": {
            word: [(fact,) for fact in catalogue(subject).by_key.values()]
            for subject, word in SUBJECTS.items()
        },
        "datasets": [each.label for each in district.contracts.values()],
    }  # fmt: skip


def kept(version: PolicyVersion, offer: Offer, change: str) -> None:
    version.body = offer.model_dump(mode="json", by_alias=True)
    version.name = offer.name
    version.note = change.strip()[:300]
    version.save()


def told_of(reader: Reader, offer: Offer) -> dict[str, Any]:
    """What keeps an offer back, what to look at, and what it would cost now."""
    known = catalogue(offer.subject)
    try:
        policy = policy_read(offer, known)
    except PolicyError as error:
        return {"faults": error.faults, "tried": True}
    units = {each.id: each.name for each in reader.district.departments}
    others = {key: each for key, each in book().policies.items() if key != offer.key}
    told: dict[str, Any] = {
        "tried": True, "faults": faults(policy, known, units), "doubts": doubts(policy, others),
        "closed": shut(reader, policy), "policy": policy,
    }  # fmt: skip
    if not told["closed"]:
        told |= reached(reader, policy)
    return told


def reached(reader: Reader, policy: Policy) -> dict[str, Any]:
    try:
        return {"cost": cost(reader, policy)}
    except NotReadyError:
        return {"making": True}


def published(request: HttpRequest, version: PolicyVersion) -> None:
    """A version put in force; the one before it is replaced."""
    with transaction.atomic():
        now, author = timezone.now(), request.access.author
        before = PolicyVersion.objects.filter(key=version.key, standing=Standing.PUBLISHED)
        before.update(standing=Standing.REPLACED, changed_at=now)
        version.standing, version.published_at, version.published_by = (
            Standing.PUBLISHED, now, author,
        )  # fmt: skip
        version.save()
        record(
            Action.POLICY, f"发布 {version}", author=author, unit=request.access.unit,
            detail={"key": version.key, "version": version.version},
        )  # fmt: skip


@page(
    "policy/desk/<int:number>/answer", name="policy_answer", title="撤下或删去草稿",
    needs=Ability.POLICY, methods=("POST",), reads=False,
)  # fmt: skip
def answer_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """A draft put away, or a published version taken down."""
    version = get_object_or_404(PolicyVersion, pk=number)
    said = request.POST.get("say")
    if said == "drop" and version.standing == Standing.DRAFT:
        version.delete()
    elif said == "withdraw" and version.standing == Standing.PUBLISHED:
        version.standing = Standing.WITHDRAWN
        version.save()
        record(
            Action.POLICY, f"撤下 {version}", author=request.access.author,
            unit=request.access.unit, detail={"key": version.key},
        )  # fmt: skip
    return redirect("policy_desk")


@page(
    "policy/desk/<int:number>/differences", name="policy_differences", title="两版对照",
    needs=Ability.POLICY, reads=False,
)  # fmt: skip
def differences_page(request: HttpRequest, *, number: int) -> HttpResponse:
    """What a version says otherwise than the one before it."""
    version = get_object_or_404(PolicyVersion, pk=number)
    before = (
        PolicyVersion.objects.filter(key=version.key, version__lt=version.version)
        .order_by("-version")
        .first()
    )
    folder = next((o for o in district_of_site().offers if o.key == version.key), None)
    if before is not None:
        old = filled_of(before)
    else:
        old = filled_from(folder, catalogue(folder.subject)) if folder is not None else Filled()
    return render(
        request,
        "policy/differences.html",
        {
            "version": version,
            "rows": differing(old, filled_of(version)),
            "before": before or folder,
        },
    )


def differing(old: Filled, new: Filled) -> list[tuple[str, str, str]]:
    """What two versions say differently, in the words of the form."""
    was, now = worded(old), worded(new)
    rows = []
    for name in {**was, **now}:
        before, after = was.get(name, ""), now.get(name, "")
        if name in BY_LINE:
            before, after = lines_beside(before, after), lines_beside(after, before)
        if before != after:
            rows.append((name, before or "—", after or "—"))
    return rows


BY_LINE = frozenset({LABELS["conditions"], LABELS["papers"]})
"""What is a list: only the lines that the other version has not are shown."""


def lines_beside(text: str, other: str) -> str:
    there = set(other.splitlines())
    return "\n".join(line for line in text.splitlines() if line not in there)


def worded(filled: Filled) -> dict[str, str]:
    """A form by the labels of its fields, in words."""
    units = {each.id: each.name for each in district_of_site().departments}
    words: dict[str, dict[str, str]] = {
        "unit": units, "issuer": units, "choose": dict(CHOICES),
        "subject": {subject.value: word for subject, word in SUBJECTS.items()},
        "automatic": {"on": "是"},
    }  # fmt: skip
    told = {
        label: words.get(name, {}).get(filled.said.get(name, ""), filled.said.get(name, ""))
        for name, label in LABELS.items()
    }
    for n, tier in enumerate(filled.tiers, 1):
        told[f"奖励第 {n} 档"] = "　".join(filter(None, tier.values()))
    for case in filled.cases:
        said = [value for name, value in case.items() if name != "name"]
        told[f"算例“{case['name']}”"] = "　".join(filter(None, said))
    return told
