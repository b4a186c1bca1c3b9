"""领导小组、分工与机制: member units, posts (never names of persons), duties, frequencies."""

import re
from collections.abc import Sequence
from dataclasses import replace

from louyu.plan.outline import Paragraph
from louyu.plan.piece import NARROWED, plain
from louyu.plan.plan import Duty, Mechanism, Member, Post
from louyu.plan.units import unit_names

ROLE_LINE = re.compile(
    r"^(?P<role>(?:常务副|执行副|第一|执行|双|副)?组\s*长|(?:副)?召集人)\s*[:：](?P<rest>.*)$"
)
MEMBERS = re.compile(r"^成员(单位)?(为|包括)?[:：]?")
POST_WORD = re.compile(
    r"书记|[区县市镇乡局部处科组院校]长|主任|常委|主席|委员|书记员|巡视员|调研员|局长|负责人"
)
POST_START = re.compile(r"(区|县|市|镇|街道|党|副|常务|书记|主任|管委会|开发区)")
OFFICE = re.compile(
    r"办公室[^，。；]{0,4}设在(?P<unit>[^，。；]+)|下设办公室在(?P<unit2>[^，。；]+)"
)
BY_POST = re.compile(
    r"由(?P<lead>[^，。、；任]{2,12})任组长[、，](?:由)?(?P<deputy>[^，。；任]{2,16})任副组长"
)
DUTY = re.compile(
    r"^(?P<who>[^，。；]{2,400}?)(?P<what>(负责|牵头负责|要负责|承担|配合)[^。]*。?.*)$"
)
FREQUENCY = re.compile(
    r"一月一\w{2}|每[一二三两]?(?:个)?(?:半年|季度|季|月|周|旬|年)(?:度)?|按(?:月|季|年|周)|(?:半年|月度|季度|年度)一次"
    r"|(?<!\d)年底|(?<!\d)年终|年中|一季一\w{2}|一年一\w{2}|双月|逐月|逐季"
)
SCATTERED = re.compile(r"[，。；;]")


def spelled(paragraph: Paragraph) -> str:
    """The line with 组　长 closed up and the blanks between name and post kept."""
    raw = paragraph.raw.translate(NARROWED).replace("*", "").strip()
    return re.sub(r"(?<=[^\W\d_])[ \u3000]+(?=[长员]\s*[:：])", "", raw)


def is_post(paragraph: Paragraph) -> bool:
    """The line names a person in a role; only the post is kept, in `posts_of`."""
    return bool(ROLE_LINE.match(spelled(paragraph)))


def posts_of(paragraphs: Sequence[Paragraph]) -> list[Post]:
    """Who holds which role: the post as said; the name in front of or behind it is not kept."""
    found: list[Post] = []
    for paragraph in paragraphs:
        match = ROLE_LINE.match(spelled(paragraph))
        if not match:
            continue
        post = post_only(match["rest"])
        item = paragraph.address.item(len(found) + 1)
        found.append(Post(item, plain(match["role"]), post, paragraph.place))
    return found


def post_only(text: str) -> str:
    """The post in ``name post`` or ``post name``; empty where no post is told apart."""
    tokens = [token for token in re.split(r"[ \u3000\t（）()]+", text.strip()) if token]
    named = [token for token in tokens if POST_WORD.search(token)]
    if len(tokens) > len(named):
        return "".join(named)
    kept = []
    for token in named:
        start = POST_START.search(token)
        kept.append(token[start.start() :] if start else "")
    return "".join(kept)


def members_of(paragraphs: Sequence[Paragraph]) -> list[Member]:
    """成员： and the units after it, in the same paragraph or the next."""
    found: list[Member] = []
    waiting = False
    for paragraph in paragraphs:
        text = paragraph.whole
        match = MEMBERS.match(text)
        if match and (text[match.end() :] or match[0][-1:] in "：:"):
            rest = text[match.end() :]
            waiting = not rest
        elif waiting:
            rest, waiting = text, False
        else:
            continue
        if "、" not in rest:
            continue
        for name in unit_names(rest.rstrip("。")):
            unit = re.sub(r"(主要|分管)?(负责人|领导)$", "", name)
            item = paragraph.address.item(len(found) + 1)
            found.append(Member(item, unit, paragraph.place))
    return found


def duties_of(paragraphs: Sequence[Paragraph]) -> list[Duty]:
    """Under a heading of 分工 or 职责: who is responsible for what."""
    found: list[Duty] = []
    under: tuple[int, tuple[int, ...]] | None = None
    last: tuple[int, tuple[int, ...]] | None = None
    for paragraph in paragraphs:
        here = (paragraph.address.annex, paragraph.address.path)
        if re.search(r"分工|职责|责任单位", paragraph.title) and len(paragraph.title) <= 20:
            under = here
        if under is None or here[0] != under[0] or here[1][: len(under[1])] != under[1]:
            continue
        match = DUTY.match(paragraph.whole)
        if not match:
            if found and not paragraph.title and here == last:
                found[-1] = replace(found[-1], duty=found[-1].duty + paragraph.text)
            continue
        last = here
        names = re.sub(r"等[^、，]*(部门|单位)$", "", match["who"].rstrip("：:"))
        item = paragraph.address.item(len(found) + 1)
        units = tuple(unit_names(names))
        found.append(Duty(item, units, match["what"], paragraph.place))
    return found


def mechanisms_of(paragraphs: Sequence[Paragraph]) -> list[Mechanism]:
    """Clauses that say how often something is done."""
    found: list[Mechanism] = []
    for paragraph in paragraphs:
        if not paragraph.address.path:
            continue
        for clause in SCATTERED.split(paragraph.text):
            match = FREQUENCY.search(clause)
            if match:
                item = paragraph.address.item()
                found.append(Mechanism(item, match[0], clause, paragraph.place))
    return found
