"""读取行动方案: the pieces of a document become a plan. Pure; files are read in document.py."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from louyu.plan.goals import goals_of
from louyu.plan.group import duties_of, is_post, mechanisms_of, members_of, posts_of
from louyu.plan.outline import NOTE, Outline, Paragraph, Table, outline
from louyu.plan.piece import Piece, key
from louyu.plan.plan import Facts, Note, Plan, Section, Unread
from louyu.plan.rows import pieces
from louyu.plan.tables import tables_read
from louyu.plan.units import units_in_brackets

NUMBER = re.compile(r"[\u4e00-\u9fff]{1,14}[〔\[【(（]20\d\d[〕\]】)）]第?\d+号")
DATE = re.compile(r"(20\d\d)年(\d{1,2})月(\d{1,2})日")
TITLE = re.compile(
    r"[^，。；《》]{4,60}(方案|行动计划|三年计划|规划|意见|措施)(\(.{1,12}\)|（.{1,12}）)?"
)
LEGEND = re.compile(r"带.{0,3}[*★☆▲△※].{0,6}(牵头|主责)|[*★☆▲△※].{0,4}(为|表示)(牵头|主责)")
NOTE_PARTS = re.compile(r"(?:^|(?<=[。；;：:]))(\d{1,2})[.、](?!\d)")

EXPECTED: dict[str, Callable[[Plan], object]] = {
    "文号": lambda plan: plan.facts.number,
    "标题": lambda plan: plan.facts.title,
    "年度指标表": lambda plan: plan.targets,
    "累计目标": lambda plan: plan.goals,
    "任务清单": lambda plan: plan.tasks,
    "重大项目清单": lambda plan: plan.projects,
    "领导小组成员单位": lambda plan: plan.members,
}


def plan_read(document: Sequence[Piece]) -> Plan:
    """The plan a document holds. What is missing or not understood is listed in the plan itself."""
    read = outline(pieces(document))
    tables = tables_read(read.tables)
    notes, legends = notes_of(read)
    spoken = spoken_paragraphs(read)
    goals, unread = goals_of(spoken)
    annexed = [one for one in read.paragraphs if one.address.annex]
    group = annexed if any("组长" in key(one.raw) for one in annexed) else read.paragraphs
    plan = Plan(
        facts=facts_of(read),
        sections=tuple(sections_of(read)),
        targets=tuple(tables.targets),
        goals=tuple(goals),
        notes=tuple(notes),
        tasks=tuple(tables.tasks),
        projects=tuple(tables.projects),
        totals=tuple(tables.totals),
        members=tuple([*members_of(group), *tables.members]),
        posts=tuple(posts_of(group)),
        duties=tuple(duties_of(read.paragraphs)),
        mechanisms=tuple(mechanisms_of([one for one in spoken if not one.address.annex])),
        legends=tuple(legends),
        missing=(),
        unread=(*tables.unread, *unread, *stray_rows(read)),
    )
    return replace(plan, missing=tuple(name for name, has in EXPECTED.items() if not has(plan)))


def facts_of(read: Outline) -> Facts:
    """What stands before the first section, and the imprint at the end."""
    front = [one for one in read.paragraphs if not one.address.path and not one.address.annex]
    texts = [one.whole for one in front]
    number = next((found[0] for text in texts if (found := NUMBER.search(text))), "")
    titles = [text for text in texts if TITLE.fullmatch(text) and not re.search(r"通知|关于", text)]
    about = [re.search(r"关于印发《?(.+?)》?的通知", text) for text in texts]
    named = [match[1] for match in about if match]
    at = next((i for i, text in enumerate(texts) if DATE.fullmatch(text)), None)
    signed = texts[at - 1] if at else ""
    headed = next((text.removesuffix("文件") for text in texts if text.endswith("文件")), "")
    printed = [re.search(rf"{DATE.pattern}印发", one.whole) for one in read.paragraphs]
    return Facts(
        number=number,
        title=next(iter(titles or named), ""),
        issuer=signed if signed and not re.search(r"[，。：；]", signed) else headed,
        dated=iso(texts[at]) if at is not None else "",
        printed=next((iso(match[0]) for match in printed if match), ""),
        annexes=dict(sorted(read.annexes.items())),
    )


def iso(text: str) -> str:
    """2023年12月26日 as 2023-12-26."""
    match = DATE.search(text)
    return f"{match[1]}-{int(match[2]):02}-{int(match[3]):02}" if match else ""


def is_caption(part: Paragraph, after: Paragraph | Table | None) -> bool:
    """The words right above a table that name it."""
    return isinstance(after, Table) and part.whole == after.caption and "。" not in part.whole


def spoken_paragraphs(read: Outline) -> list[Paragraph]:
    """What the plan says in sentences: no notes, captions or list of annexes."""
    return [
        part
        for part, after in zip(read.parts, [*read.parts[1:], None], strict=True)
        if isinstance(part, Paragraph) and part.kind == "text" and not is_caption(part, after)
    ]


def sections_of(read: Outline) -> list[Section]:
    """Headings with all that is said under them before the next one; captions left out."""
    found: list[Section] = []
    for part in spoken_paragraphs(read):
        if not part.address.path or is_post(part):
            continue
        item = part.address.item()
        if part.title or not found or found[-1].item != item:
            found.append(Section(item, part.title, part.text, (), part.place))
            continue
        last = found[-1]
        found[-1] = replace(last, text=last.text + part.text, place=last.place.to(part.place))
    return [replace(one, units=units_in_brackets(one.text)) for one in found]


STRAY = re.compile(r"\d{1,3}[\u4e00-\u9fff].*")


def stray_rows(read: Outline) -> list[Unread]:
    """Lines after a table that begin like one of its rows but are in no column of it."""
    found: list[Unread] = []
    follows = False
    for part in read.parts:
        if isinstance(part, Table):
            follows = True
        elif follows and part.kind == "text" and not part.title and STRAY.fullmatch(part.text):
            reason = "像是表里的一行，分不出列"
            found.append(Unread(part.text, reason, part.place))
        else:
            follows = False
    return found


def notes_of(read: Outline) -> tuple[list[Note], list[Note]]:
    """注：1. … 2. … on one line or on several; and legends (带＊为牵头单位)."""
    notes: list[Note] = []
    legends: list[Note] = []
    counts: dict[int, int] = {}
    for part in read.paragraphs:
        if part.kind != "note":
            continue
        bits = NOTE_PARTS.split(NOTE.sub("", part.text, count=1))
        for one in bits[2::2] if len(bits) > 1 else bits:
            if not one:
                continue
            annex = part.address.annex
            prefix = f"annex{annex}:note" if annex else "note"
            if LEGEND.search(one):
                legends.append(Note(prefix, one, part.place))
                continue
            counts[annex] = counts.get(annex, 0) + 1
            notes.append(Note(f"{prefix}:{counts[annex]}", one, part.place))
    return notes, legends
