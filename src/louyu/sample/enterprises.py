"""企业: the organisations of the invented district: kinds, names, codes, heads and branches.

The first are the occupants (in the order of `Stays.occupant`), then come those registered in the
district that occupy no building. What the register of organisations says of each, month by month,
is in `registrations`.
"""

from dataclasses import dataclass

import numpy as np

from louyu.district import District
from louyu.sample.lookalikes import Kin, kin
from louyu.sample.names import TRADES, trade_names
from louyu.sample.scale import Scale
from louyu.sample.span import NEVER, Flags, Ints, part_rng
from louyu.sample.stays import Stays
from louyu.standards.uscc import uscc_of

COMPANY, BRANCH, OFFICE, SOLE_TRADER, OTHER, UNREGISTERED = range(6)
KINDS = ("company", "branch", "office", "sole_trader", "other", "unregistered")
KIND_SHARES = (0.68, 0.08, 0.035, 0.12, 0.025, 0.06)

COMPANY_TYPES = (
    "有限责任公司(自然人投资或控股)",
    "有限责任公司(自然人独资)",
    "有限责任公司(法人独资)",
    "股份有限公司(非上市、自然人投资或控股)",
    "有限责任公司(外商投资企业法人独资)",
)
BRANCH_TYPES = ("有限责任公司分公司(自然人投资或控股)", "股份有限公司分公司(非上市)")
SHOPS = [[trade.word for trade in TRADES].index(word) for word in ("餐饮管理", "广告传媒")]
"""Trades of sole traders: those who cook, those who copy."""
ELSEWHERE = "990201"
"""An invented division of another province."""
PLACES = ("远汀市", "北霁市", "赭山市", "沐川岛", "岚口县", "南砚市")
"""Invented places of head offices elsewhere."""


@dataclass(frozen=True)
class Enterprises:
    """One row per organisation. ``uscc`` is None for whoever is not registered anywhere."""

    kind: Ints
    uscc: list[str | None]
    name: list[str]
    later_name: list[str]
    """The name after the renaming, else the same."""
    organisation_type: list[str]
    trade: Ints
    head: Ints
    """A branch's head office in this list, else -1."""
    head_uscc: list[str | None]
    first_start: Ints
    last_end: Ints
    """Days on which the first stay begins and the last ends; `NEVER` for both without a stay."""
    manager: Flags
    """Whether it manages a building and stays for good."""
    big: int
    """The great taxpayer that leaves one building for another."""
    kin: Kin
    """Those that look alike."""

    def __len__(self) -> int:
        return len(self.uscc)


def enterprises(district: District, stays: Stays, scale: Scale) -> Enterprises:
    """Draws the organisations. Raises `ValueError` when more occupy rooms than are asked for."""
    rng = part_rng(scale.seed, "enterprises")
    tenants = int(stays.occupant.max()) + 1
    count = scale.enterprises
    if tenants > count:
        raise ValueError(f"{count} 家企业太少：楼宇里已有 {tenants} 家")
    first_start, last_end = np.full(count, NEVER), np.full(count, -1)
    np.minimum.at(first_start, stays.occupant, stays.start)
    np.maximum.at(last_end, stays.occupant, stays.end)
    last_end[tenants:] = NEVER
    managing = np.zeros(count, dtype=np.bool_)
    _, first_of_building = np.unique(stays.building, return_index=True)
    managing[stays.occupant[first_of_building]] = True
    several = np.bincount(stays.occupant, minlength=count) > 1
    big = stays.big
    area = np.zeros(count, dtype=np.int64)
    np.add.at(area, stays.occupant, np.maximum(stays.area, 0))
    kind = kinds(rng, area, tenants, several, managing, big)
    trade = rng.choice(len(TRADES), size=count, p=trade_shares())
    trade[kind == SOLE_TRADER] = rng.choice(SHOPS, size=int((kind == SOLE_TRADER).sum()))
    words = trade_names(rng, count)
    head, head_code = heads(rng, kind, managing)
    plain = (kind == COMPANY) & (np.arange(count) != big)
    alike = kin(plain, trade, stays, scale)
    for one, other in zip(alike.first.tolist(), alike.second.tolist(), strict=True):
        words[other] = words[one]
    far = {other for _, other in alike.of("namesake")}
    name = names(rng, district, kind, trade, words, head, managing, far)
    uscc = codes(rng, district, kind, name)
    return Enterprises(
        kind=kind,
        uscc=uscc,
        name=name,
        later_name=renamed(rng, name, kind, trade, head, alike.members()),
        organisation_type=types(rng, kind, name),
        trade=trade,
        head=head,
        head_uscc=[uscc[h] if h >= 0 else c for h, c in zip(head.tolist(), head_code, strict=True)],
        first_start=first_start,
        last_end=last_end,
        manager=managing,
        big=big,
        kin=alike,
    )


def trade_shares() -> list[float]:
    whole = sum(trade.share for trade in TRADES)
    return [trade.share / whole for trade in TRADES]


def kinds(
    rng: np.random.Generator, area: Ints, tenants: int, several: Flags, managing: Flags, big: int
) -> Ints:
    """Kinds by share, those that rates leave out in small rooms; every kind occurs in a room."""
    count = len(area)
    kind = rng.choice(6, size=count, p=KIND_SHARES)
    inside = kind[:tenants]
    large = area[:tenants] > np.median(area[:tenants])
    inside[large & np.isin(inside, (OFFICE, SOLE_TRADER, UNREGISTERED))] = COMPANY
    kind[several & (kind >= OFFICE)] = COMPANY
    outside = np.arange(count) >= tenants
    kind[outside & np.isin(kind, (OFFICE, UNREGISTERED))] = COMPANY
    kind[managing] = BRANCH
    kind[big] = COMPANY
    free = np.flatnonzero(~several & ~managing & ~outside & (kind == COMPANY))
    free = free[free != big]
    kind[free[:8]] = np.r_[BRANCH, OFFICE, OFFICE, SOLE_TRADER, OTHER, OTHER, UNREGISTERED, OTHER]
    return kind.astype(np.int64)


def heads(rng: np.random.Generator, kind: Ints, managing: Flags) -> tuple[Ints, list[str | None]]:
    """Head offices of branches: four in ten are companies of this list, the others elsewhere.

    Few companies have branches, and most of those have several.
    """
    head = np.full(len(kind), -1)
    branch = np.flatnonzero(kind == BRANCH)
    company = np.flatnonzero(kind == COMPANY)
    near = branch[(rng.random(len(branch)) < 0.4) & ~managing[branch]]
    few = rng.permutation(company)[: max(2, len(near) // 3)]
    head[near] = rng.choice(few, size=len(near))
    elsewhere = uscc_of(ELSEWHERE, 50_000_000 + rng.permutation(10**6)[: len(branch)])
    code: list[str | None] = [None] * len(kind)
    for b, c in zip(branch.tolist(), elsewhere, strict=True):
        code[b] = c
    return head, code


def names(
    rng: np.random.Generator,
    district: District,
    kind: Ints,
    trade: Ints,
    words: list[str],
    head: Ints,
    managing: Flags,
    elsewhere: set[int],
) -> list[str]:
    """One name each, as such organisations are called; no two the same.

    ``elsewhere``: who is of another city.
    """
    short = district.name.removesuffix("区").removesuffix("县").removesuffix("市")
    fronts = (district.city, district.city.removesuffix("市"), district.name, district.province, "")
    front = rng.choice(5, size=len(kind), p=(0.42, 0.22, 0.12, 0.1, 0.14)).tolist()
    style = rng.random(len(kind)).tolist()
    place = rng.integers(len(PLACES), size=len(kind)).tolist()
    found = [""] * len(kind)
    for e, (k, t, word) in enumerate(zip(kind.tolist(), trade.tolist(), words, strict=True)):
        work = TRADES[t].word
        if k == COMPANY:
            form = "股份有限公司" if style[e] < 0.04 else "有限公司"
            found[e] = (
                f"{PLACES[place[e]] if e in elsewhere else fronts[front[e]]}{word}{work}{form}"
            )
        elif k == OFFICE:
            end = "代表处" if style[e] < 0.4 else "办事处"
            found[e] = f"{PLACES[place[e]]}{word}{work}有限公司{short}{end}"
        elif k == SOLE_TRADER:
            end = "(个体工商户)" if style[e] < 0.3 else ""
            shop = "餐厅" if work == TRADES[SHOPS[0]].word else "图文店"
            found[e] = f"{district.name}{word}{shop}{end}"
        elif k == OTHER:
            law = style[e] < 0.4
            found[e] = f"{word}律师事务所" if law else f"{word}投资合伙企业(有限合伙)"
        elif k == UNREGISTERED:
            found[e] = f"{word}{'工作室' if style[e] < 0.6 else '项目筹备组'}"
    for e in np.flatnonzero(kind == BRANCH).tolist():
        work = "物业服务" if managing[e] else TRADES[int(trade[e])].word
        far = f"{PLACES[place[e]]}{words[e]}{work}有限公司"
        whose = found[int(head[e])] if head[e] >= 0 else far
        number = f"第{e % 97 + 2}" if head[e] >= 0 else ""
        found[e] = f"{whose}{short}{number}分公司"
    return distinct(found, words)


def distinct(names: list[str], words: list[str]) -> list[str]:
    """A name already taken gets the trade name of its own in front of 分公司."""
    taken: set[str] = set()
    for e, name in enumerate(names):
        if name in taken:
            names[e] = name.removesuffix("分公司") + words[e] + "分公司"
        taken.add(names[e])
    return names


def renamed(
    rng: np.random.Generator,
    names: list[str],
    kind: Ints,
    trade: Ints,
    head: Ints,
    alike: set[int],
) -> list[str]:
    """Names after a renaming: the trade grows into a group or changes.

    Branches keep theirs, and so do those that look alike.
    """
    fresh = list(names)
    candidates = np.flatnonzero((kind == COMPANY) & ~np.isin(np.arange(len(kind)), head))
    for e in candidates[rng.random(len(candidates)) < 0.06].tolist():
        if e in alike:
            continue
        word = TRADES[int(trade[e])].word
        fresh[e] = names[e].replace(word, "集团" if e % 5 == 0 else f"{word}产业")
    return fresh


def types(rng: np.random.Generator, kind: Ints, name: list[str]) -> list[str]:
    """市场主体类型 as a register writes it."""
    which = rng.choice(len(COMPANY_TYPES), size=len(kind), p=(0.5, 0.28, 0.13, 0.04, 0.05)).tolist()
    found = []
    for e, k in enumerate(kind.tolist()):
        if k == COMPANY:
            stock = name[e].endswith("股份有限公司")
            found.append(COMPANY_TYPES[3] if stock else COMPANY_TYPES[which[e] % 3])
        elif k == BRANCH:
            found.append(BRANCH_TYPES[which[e] % 2])
        elif k == OFFICE:
            found.append("外国(地区)企业常驻代表机构")
        elif k == SOLE_TRADER:
            found.append("个体工商户")
        else:
            found.append("有限合伙企业")
    return found


def codes(
    rng: np.random.Generator, district: District, kind: Ints, name: list[str]
) -> list[str | None]:
    """统一社会信用代码: of the district, the city or elsewhere; none for the unregistered.

    Law firms are registered by the judicial administration; domestic offices (办事处) have no
    code, foreign representative offices (代表处) do.
    """
    own = f"99{district.division.code[2:]}"
    number = 10_000_000 + rng.choice(40_000_000, size=len(kind), replace=False)
    origin = rng.choice([own, f"{own[:4]}00", ELSEWHERE], size=len(kind), p=(0.8, 0.08, 0.12))
    origin[~np.isin(kind, (COMPANY, OTHER))] = own
    law = np.array([n.endswith("律师事务所") for n in name])
    nameless = (kind == UNREGISTERED) | np.array([n.endswith("办事处") for n in name])
    registrar = np.where(law, "31", np.where(kind == SOLE_TRADER, "92", "91"))
    found: list[str | None] = [None] * len(kind)
    for division in (own, f"{own[:4]}00", ELSEWHERE):
        for by in ("91", "92", "31"):
            where = np.flatnonzero((origin == division) & (registrar == by) & ~nameless)
            made = uscc_of(division, number[where], department=by[0], category=by[1])
            for e, code in zip(where.tolist(), made, strict=True):
                found[e] = code
    return found
