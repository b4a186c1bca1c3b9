"""文件 document: a policy, regulation, guide or plan that is quoted, and its validity.

`document_facts` proposes number, issuer and dates from the text itself, for a person to confirm.
"""

import re
from dataclasses import dataclass
from datetime import date

from louyu.services.question.marker import marker_at
from louyu.standards.numeral import LETTERS, number
from louyu.standards.width import half_width, unspaced

HEAD_LINES = 40
"""A document says what it is in its first lines, or not at all."""
DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,10}[〔\[(【（]\s*((?:19|20)\d\d)\s*[〕\])】）]\s*(?:第\s*)?(\d{1,4})\s*号"
)
DAY = re.compile(r"((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
TITLE_END = re.compile(
    r"(?:办法|意见|方案|措施|细则|条例|规定|政策|指南|规划|标准|章程|须知|通知|公告|通告|解读)"
    r"(?:[(（][^()（）]{1,12}[)）])?$"
)
ISSUER = re.compile(r"^[\u4e00-\u9fff]{2,30}(?:政府|办公室|委员会|局|委|厅|部|院|中心|专班|办)$")
FROM = re.compile(r"自(?P<day>.{8,16}?日|公布之日|发布之日|印发之日)起?(?:施行|实施|执行|生效)")
UNTIL = re.compile(r"(?:有效期(?:限)?(?:至|到)|执行至|实施至|施行至)\s*(?P<day>.{8,16}?日)")
YEARS = re.compile(rf"有效期(?:限)?(?:为)?\s*(?P<years>\d{{1,2}}|[{LETTERS}]{{1,3}})\s*年")


@dataclass(frozen=True)
class Document:
    """A document with its exact text and what is known of it; dates include both ends."""

    id: str
    title: str
    text: str
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    since: date | None = None
    until: date | None = None
    repealed_by: str = ""
    repealed_on: date | None = None
    place: str = ""
    kind: str = "policy"

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day. Without dates it is taken to hold: the reader is told so."""
        begun = self.since is None or self.since <= day
        over = self.until is not None and self.until < day
        repealed = self.repealed_on is not None and self.repealed_on <= day
        return (
            begun and not over and not repealed and not (self.repealed_by and not self.repealed_on)
        )

    def validity(self, day: date) -> str:
        """The document's standing on a day, in words for the reader."""
        if self.repealed_by and (self.repealed_on is None or self.repealed_on <= day):
            return f"已被《{self.repealed_by}》替代"
        if self.since is not None and day < self.since:
            return f"{self.since:%Y-%m-%d} 起施行，尚未生效"
        if self.until is not None:
            over = self.until < day
            return f"已于 {self.until:%Y-%m-%d} 到期" if over else f"有效期至 {self.until:%Y-%m-%d}"
        return (
            "有效（文件未写截止日期）"
            if self.since or self.issued
            else "未写施行和截止日期，请核实"
        )


@dataclass(frozen=True)
class Facts:
    """What a text says of itself; what it does not say is empty. A proposal, never the record."""

    title: str = ""
    number: str = ""
    issuer: str = ""
    issued: date | None = None
    since: date | None = None
    until: date | None = None


def document_facts(text: str) -> Facts:
    """Title, number, issuer and dates as the text itself states them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    head = lines[:HEAD_LINES]
    said = next((found for line in head if (found := DOCUMENT_NUMBER.search(line))), None)
    short = [line for line in (*head, *lines[-3:]) if len(line) <= 60 and "。" not in line]
    issued = day_in("\n".join(short))
    begins, ends = FROM.search(text), UNTIL.search(text)
    since = until = None
    if begins:
        since = day_in(begins["day"]) or (issued if "之日" in begins["day"] else None)
    if ends:
        until = day_in(ends["day"])
    elif since and (lasts := YEARS.search(text)):
        years = int(lasts["years"]) if lasts["years"].isdigit() else number(lasts["years"])
        until = years_later(since, years) if years else None
    return Facts(
        title=next((bare for line in head if (bare := title_in(line))), ""),
        number=unspaced(said[0]) if said else "",
        issuer=next((bare for line in head if (bare := issuer_in(line))), ""),
        issued=issued,
        since=since,
        until=until,
    )


def title_in(line: str) -> str:
    """The title a line is or begins with, if it is one; a notice gives way to what it issues."""
    bare = unspaced(re.split(r"\s{2,}|\t", line.strip("# "))[0])
    if marker_at(half_width(bare), 0):
        return ""
    if issued := re.search(r"印发[《<]?(?P<title>[^《》]+?)[》>]?的通知$", bare):
        bare = issued["title"]
    return bare if len(bare) <= 60 and TITLE_END.search(bare) and "。" not in bare else ""


def issuer_in(line: str) -> str:
    bare = unspaced(line.strip("# ")).removesuffix("文件")
    return bare if ISSUER.match(bare) else ""


def day_in(text: str) -> date | None:
    """The first day written in a text, in any width."""
    for found in DAY.finditer(half_width(text)):
        year, month, day = (int(part) for part in found.groups())
        try:
            return date(year, month, day)
        except ValueError:
            continue
    return None


def years_later(day: date, years: int) -> date:
    """The last day of a span of years that begins on a day."""
    try:
        end = day.replace(year=day.year + years)
    except ValueError:  # 29 February
        end = day.replace(year=day.year + years, day=28)
    return date.fromordinal(end.toordinal() - 1)
