"""条款提出 proposal: conditions and amounts that a policy's own text seems to state.

Found by what clerks write again and again (建筑面积1万平方米以上, 入驻率达到70%, 给予10万元).
Each is shown with the words it comes from; a person says which hold, and adds what no pattern sees.
What nothing was found in is told too, so that nobody takes silence for completeness.
"""

import re
from dataclasses import dataclass
from typing import Literal

from louyu.services.policy.fact import Catalogue, Kind
from louyu.services.policy.grammar import RuleError, rule_read, value_read, written
from louyu.standards.width import half_width

Sort = Literal["condition", "amount", "cap", "unread"]

NUMBER = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?)\s*"
    r"(?P<unit>亿元|千万元|百万元|万元|元|万平方米|平方米|万㎡|㎡|%|家|人|幢|个)"
)
UP = r"(?:\(含\))?(?:及)?(?:以上|及以上|\(含\)以上)"
DOWN = r"(?:\(含\))?(?:以下|以内)"
BEFORE = r"(?:达到|达|超过|不低于|不少于|不超过|低于|满|为|在|比上年度?|较上年度?)*"
AMOUNT = re.compile(
    r"(?:给予|奖励|补助|补贴|资助|追加)[^。;,，；]{0,24}?"
    + NUMBER.replace("number", "n").replace("unit", "u")
)
CAP = re.compile(
    r"(?:最高|不超过|上限)(?:不超过|为)?(?:人民币)?\s*(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<u>亿元|万元|元)"
)
SENTENCE = re.compile(r"[^。;；\n]+[。;；]?")

ENTERPRISE_CUES = (
    (r"(?:年度?|上年度?)?(?:纳税总?额?|税收|经济贡献)", "上年税收"),
    (r"注册资本(?:金)?", "注册资本"),
    (r"(?:租用|使用|入驻|办公)面积", "入驻面积"),
    (r"(?:职工|员工|从业人员)(?:人数|数)?", "员工数"),
    (r"参保(?:人数|职工)?", "参保人数"),
    (r"(?:税收|贡献)?(?:增幅|增长)", "税收增幅"),
)
BUILDING_CUES = (
    (
        r"(?:单位面积|单栋楼宇)?(?:年度?|上年度?)?(?:纳税(?:规模|总?额?)|税收|经济贡献|财政贡献)",
        "上年税收",
    ),
    (r"(?:总?建筑|楼宇)面积", "建筑面积"),
    (r"(?:商务)?办公(?:建筑)?面积", "商务办公面积"),
    (r"(?:企业)?入驻率|实际使用面积", "入驻率"),
    (r"(?:属地)?注册率", "属地注册率"),
    (r"(?:属地)?纳税率|属地税收率", "属地纳税率"),
    (r"(?:主导)?产业集聚度", "主导产业集聚度"),
    (r"(?:入驻)?企业(?:总数|数量|家数)", "入驻企业数"),
    (r"(?:税收|贡献)?(?:增幅|增长)", "税收增幅"),
)
FLAG_CUES = (
    ("高新技术企业", "高新技术企业"), ("总部企业", "总部企业"), ("规模以上|规上", "规上企业"),
    ("在本?区(?:内)?(?:工商)?注册|区内注册", "区内注册"),
    ("在本?区(?:内)?纳税|区内纳税", "区内纳税"),
    ("特色楼宇", "特色楼宇"), ("入驻(?:商务)?楼宇|楼宇内", "入驻楼宇"),
)  # fmt: skip
CALLED = {"万平方米": "万㎡", "平方米": "㎡"}


@dataclass(frozen=True)
class Proposal:
    """What a piece of the text seems to state: in the rule language, and where it stands."""

    sort: Sort
    text: str
    said: str
    start: int
    end: int


def proposals(text: str, catalogue: Catalogue) -> list[Proposal]:
    """What a text seems to state, in the order of its words; sentences with none are ``unread``."""
    found: list[Proposal] = []
    for sentence in SENTENCE.finditer(text):
        words = half_width(sentence[0])
        if len(words) != len(sentence[0]):
            words = sentence[0]
        here = [
            *conditions(words, catalogue), *flags(words, catalogue), *amounts(words, catalogue)
        ]  # fmt: skip
        placed = [
            Proposal(
                sort, said, sentence[0][a:b].strip(), sentence.start() + a, sentence.start() + b
            )
            for sort, said, a, b in here
        ]
        found += placed or unread(sentence)
    return without_twice(sorted(found, key=lambda each: (each.start, each.end)))


def unread(sentence: re.Match[str]) -> list[Proposal]:
    said = sentence[0].strip()
    if len(said) < 6:
        return []
    return [Proposal("unread", "", said, sentence.start(), sentence.end())]


Here = tuple[Sort, str, int, int]


def conditions(words: str, catalogue: Catalogue) -> list[Here]:
    """A fact and a number it is held against: 入驻率均达到70%以上."""
    cues = BUILDING_CUES if catalogue.subject == "building" else ENTERPRISE_CUES
    found: list[Here] = []
    for cue, label in cues:
        pattern = re.compile(
            rf"(?:{cue})[^,，。;；0-9]{{0,12}}?{BEFORE}\s*{NUMBER}(?P<way>{UP}|{DOWN})?"
        )
        for match in pattern.finditer(words):
            said = condition(label, match, words, catalogue)
            if said:
                found.append(("condition", said, match.start(), match.end()))
    return found


def condition(label: str, match: re.Match[str], words: str, catalogue: Catalogue) -> str:
    """The condition in the rule language; empty where the number is of another kind."""
    around = words[match.start() : match.end()]
    down = re.search(r"不超过|低于|以下|以内", around) and "不低于" not in around
    over = "超过" in around and "不超过" not in around
    than = "不超过" if down else "超过" if over else "不低于"
    unit = CALLED.get(match["unit"], match["unit"])
    try:
        return written(rule_read(f"{label} {than} {match['number']}{unit}", catalogue))
    except RuleError:
        return ""


def flags(words: str, catalogue: Catalogue) -> list[Here]:
    found: list[Here] = []
    for cue, label in FLAG_CUES:
        fact = catalogue.by_name.get(label)
        if fact is not None and fact.kind is Kind.FLAG and (match := re.search(cue, words)):
            found.append(("condition", label, match.start(), match.end()))
    return found


def amounts(words: str, catalogue: Catalogue) -> list[Here]:
    """What is given, and at most how much."""
    found: list[Here] = []
    caps = list(CAP.finditer(words))
    for match in caps:
        said = amount(match["n"], match["u"], catalogue)
        if said:
            found.append(("cap", said, match.start(), match.end()))
    for match in AMOUNT.finditer(words):
        inside = any(cap.start() < match.end() <= cap.end() for cap in caps)
        said = "" if inside else amount(match["n"], match["u"], catalogue)
        if said:
            found.append(("amount", said, match.start(), match.end()))
            found += more(words, match.end(), catalogue)
    return found


NEXT = re.compile(r"\s*[、,，和及]\s*(?P<n>\d[\d,]*(?:\.\d+)?)\s*(?P<u>亿元|万元|元)")


def more(words: str, at: int, catalogue: Catalogue) -> list[Here]:
    """分别给予10万元、20万元、40万元: the amounts that follow the first."""
    found: list[Here] = []
    while (match := NEXT.match(words, at)) is not None:
        said = amount(match["n"], match["u"], catalogue)
        if said:
            found.append(("amount", said, match.start("n"), match.end()))
        at = match.end()
    return found


def amount(number: str, unit: str, catalogue: Catalogue) -> str:
    """An amount of money in the rule language; empty where the number is of another kind."""
    if unit not in ("亿元", "千万元", "百万元", "万元", "元"):
        return ""
    said = f"{number.replace(',', '')}{unit}"
    try:
        value_read(said, catalogue)
    except RuleError:
        return ""
    return said


def without_twice(found: list[Proposal]) -> list[Proposal]:
    """Each statement once: a longer reading of the same words stands for a shorter."""
    kept: list[Proposal] = []
    for each in sorted(found, key=lambda p: p.start - p.end):
        about = each.text.split(" ")[0]
        inside = any(
            k.start <= each.start and each.end <= k.end and k.text.split(" ")[0] == about
            for k in kept
        )
        same = any(k.text == each.text and k.sort == each.sort == "condition" for k in kept)
        if not inside and not same:
            kept.append(each)
    return sorted(kept, key=lambda p: (p.start, p.end))
