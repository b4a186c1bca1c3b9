"""累计目标: what a plan's sections on goals promise in numbers, clause by clause."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from louyu.plan.outline import Paragraph
from louyu.plan.piece import key
from louyu.plan.plan import Goal, Unread
from louyu.plan.quantity import Amount, amounts, unit_word

OVER = re.compile(r"(突破|超过|超|破|大于|高于|多于)$")
COMPARED = re.compile(
    r"(突破|超过|超|破|不少于|不低于|不高于|控制在|降到|降至|达到|均达|分别达|力争达|达|到|至|为|约|力争|不超过|实现|共|大于|高于)+$"
)
AT_MOST = re.compile(r"(控制在|不超过|不高于|低于|降到|降至)$")
AFTER = re.compile(r"^(以上|左右|以内|及以上|的)+")
DOUBLED = re.compile(r"(实现)?(倍增|翻番|翻一番)")
LEADING = re.compile(
    r"^(争取|力争|确保|实现|其中|即|全区|全县|全市|并|且|每年|累计完成|使|同时|具体目标包括|：|:)+"
)
BY_YEAR = re.compile(r"^(即)?(到|至|截至)?(20\d\d)年(底|末)?")
GENERIC = re.compile(
    r"^(总数|总量|数量|总建筑面积|建筑面积|面积|总面积|规模|总规模|投资|总投资|占比|)$"
)


def goals_of(paragraphs: Sequence[Paragraph]) -> tuple[list[Goal], list[Unread]]:
    """Goals of the sections whose heading speaks of 目标; figures that gave none are unread."""
    found: list[Goal] = []
    unread: list[Unread] = []
    year: int | None = None
    at: tuple[int, ...] = ()
    for paragraph in goal_paragraphs(paragraphs):
        if paragraph.address.path != at:
            at, year = paragraph.address.path, None
        for match in re.finditer(r"(20\d\d)年(底|末)?", paragraph.whole):
            year = year or int(match[1])
        for sentence in re.split(r"[。；;]", paragraph.text):
            found += sentence_goals(sentence, paragraph, year, unread)
    return found, unread


def goal_paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """What stands under a heading that speaks of goals."""
    heads: list[tuple[int, ...]] = []
    for paragraph in paragraphs:
        address = paragraph.address
        if address.annex or not address.path:
            continue
        if "目标" in paragraph.title and "任务" not in paragraph.title:
            heads.append(address.path)
        if any(address.path[: len(head)] == head for head in heads):
            yield paragraph


def clauses(sentence: str) -> list[str]:
    """Cut at commas, and at 、 where each side has its own number."""
    found: list[str] = []
    for clause in re.split(r"[，,](?!\d{3})", sentence):
        parts = clause.split("、")
        counted = [bool(amounts(part)) for part in parts]
        found += parts if len(parts) > 1 and all(counted) else [clause]
    return found


def sentence_goals(
    sentence: str, paragraph: Paragraph, year: int | None, unread: list[Unread]
) -> Iterator[Goal]:
    """The goals of one sentence; a clause without a subject has that of the clause before."""
    before, doubled = "", False
    for clause in clauses(sentence):
        said = BY_YEAR.search(clause)
        bare = LEADING.sub("", BY_YEAR.sub("", clause))
        found = amounts(bare)
        if not found:
            if bare:
                doubled = bool(DOUBLED.search(bare))
                before = DOUBLED.sub("", bare)
            if re.search(r"\d", bare):
                unread.append(Unread(clause, "目标中的数没有认出单位", paragraph.place))
            continue
        amount = found[-1]
        name, over, alone = subject(bare, amount)
        own = bool(DOUBLED.search(name))
        name = DOUBLED.sub("", name)
        if alone:
            twice, name = doubled or own, before + ("" if name.startswith("总数") else name)
        else:
            twice = own
        before, doubled = name, False
        if not name:
            unread.append(Unread(clause, "目标中的数没有认出说的是什么", paragraph.place))
            continue
        for one in shared(name, amount):
            yield Goal(
                paragraph.address.item(),
                one,
                amount.value,
                unit_word(amount.unit),
                over,
                bool(AT_MOST.search(bare[: amount.start])) or bare[amount.end :] == "以内",
                twice,
                int(said[3]) if said else year,
                sentence,
                paragraph.place,
            )


def subject(clause: str, amount: Amount) -> tuple[str, bool, bool]:
    """What a clause's number is about, whether it says more than, and whether it names nothing."""
    left, right = clause[: amount.start], clause[amount.end :]
    over = bool(OVER.search(left))
    name = COMPARED.sub("", left) + AFTER.sub("", right)
    name = name.strip("，、 的：:")
    return name, over, bool(GENERIC.match(name))


def shared(name: str, amount: Amount) -> list[str]:
    """甲率、乙率、丙率均达90%: one goal each."""
    if amount.unit == "%" and "、" in name:
        return name.split("、")
    return [name]


BIRTH = re.compile(
    r"新增|新建|新认定|新引进|新培育|新招引|新创|累计|认定|招引|引进|培育|更新改造|新规划|创建"
)
"""Words by which a goal counts what comes about in the period, not what stands at its end."""
MODIFIERS = re.compile(
    r"新增|新建|新认定|新引进|新培育|新招引|新规划|新|累计|认定|培育|招引|引进|创建|全区|全县|全市"
    r"|楼宇内|总数|数量|规模|力争|超过|超|达到|力度|企业总数|共"
)


def core(name: str) -> str:
    """The name without words of counting, to hold yearly targets against goals."""
    return MODIFIERS.sub("", key(name))


def likeness(one: str, other: str) -> float:
    """How many characters two names have in common, in any order (0 to 1)."""
    mine, yours = core(one), core(other)
    rest = list(yours)
    common = 0
    for letter in mine:
        if letter in rest:
            rest.remove(letter)
            common += 1
    return 2 * common / (len(mine) + len(yours)) if mine and yours else 0.0


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A value in another unit of the same kind, None across kinds."""
    from_word, to_word = unit_word(unit), unit_word(wanted)
    if from_word == to_word:
        return value
    scales = {"㎡": Decimal(1), "万㎡": Decimal(10**4)}
    if from_word in scales and to_word in scales:
        return value * scales[from_word] / scales[to_word]
    return None
