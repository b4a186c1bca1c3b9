"""Plans to test with: the invented five-year plan, the real one, and a tiny writer of PDF."""

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from louyu.plan.document import document_read
from louyu.plan.piece import Line, Place
from louyu.plan.plan import Plan
from louyu.plan.read import plan_read

ROOT = Path(__file__).parents[2]
INVENTED = ROOT / "tests" / "spec" / "plan" / "qinglan-2026-9.md"
OTHER = INVENTED.with_name("chengwan-2025-12.md")
REAL = ROOT.parent / "shared" / "plan" / "lucheng-2023-78.txt"
"""The published plan, which is not part of the project: put beside it, the tests read it too."""
real_only = pytest.mark.skipif(not REAL.exists(), reason=f"{REAL.name} is not beside the checkout")


def plan_of(text: str) -> Plan:
    """A text as a plan, without a file."""
    lines = enumerate(text.split("\n"), 1)
    return plan_read([Line(line, Place("行", at, at)) for at, line in lines])


def plan_in(path: Path) -> Plan:
    return plan_read(document_read(path))


def said(plan: Plan) -> dict[str, object]:
    """What a plan says, without where it says it."""
    return {
        "facts": plan.facts,
        "targets": [(one.item, one.name, one.unit, one.years, one.base) for one in plan.targets],
        "goals": [(one.item, one.name, one.value, one.unit, one.over) for one in plan.goals],
        "notes": [(one.item, one.text) for one in plan.notes],
        "tasks": [(t.item, t.task, t.measure, t.lead, t.units, t.extras) for t in plan.tasks],
        "projects": [
            (one.item, one.name, one.stage, one.area, one.description, one.extras)
            for one in plan.projects
        ],
        "totals": [(one.item, one.value, one.over) for one in plan.totals],
        "members": [one.unit for one in plan.members],
        "posts": [(one.role, one.post) for one in plan.posts],
        "duties": [(one.units, one.duty) for one in plan.duties],
        "mechanisms": [(one.item, one.frequency, one.what) for one in plan.mechanisms],
        "sections": [(one.item, one.title, one.text, one.units) for one in plan.sections],
        "missing": plan.missing,
        "unread": [one.reason for one in plan.unread],
    }


Table = Sequence[Sequence[str]]
LEFT, TOP, BOTTOM, SIZE, LEADING = 50, 790, 40, 10, 16


def pdf_write(path: Path, pages: Sequence[Sequence[str | Table]], widths: Sequence[int]) -> None:
    """A PDF of lines and ruled tables in Chinese; ``\\n`` in a cell is a line end inside it."""
    streams = []
    for number, parts in enumerate(pages, 1):
        drawn, y = [], TOP
        for part in parts:
            if isinstance(part, str):
                drawn.append(text_at(LEFT, y, part))
                y -= LEADING
                continue
            edges = [LEFT]
            for width in widths[: len(part[0])]:
                edges.append(edges[-1] + width)
            for row in part:
                deep = LEADING * max(cell.count("\n") + 1 for cell in row)
                top, low = y + SIZE + 2, y + SIZE + 2 - deep
                drawn += [f"{a} {low} {b - a} {deep} re S" for a, b in pairwise(edges)]
                for edge, cell in zip(edges, row, strict=False):
                    for at, line in enumerate(cell.split("\n")):
                        drawn.append(text_at(edge + 3, top - 12 - at * LEADING, line))
                y -= deep
            y -= LEADING
        drawn.append(text_at(290, BOTTOM, f"- {number} -"))
        streams.append("\n".join(drawn).encode())
    path.write_bytes(pdf_bytes(streams))


def text_at(x: float, y: float, text: str) -> str:
    return f"BT /F1 {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def pdf_bytes(streams: Sequence[bytes]) -> bytes:
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(len(streams)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(streams)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        b" /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>",
    ]
    for at, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font"
            b" << /F1 3 0 R >> >> /Contents %d 0 R >>" % (6 + 2 * at)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    content, offsets = b"%PDF-1.4\n", []
    for at, said in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (at, said)
    xref = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    trailer = b"trailer << /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return content + head + xref + trailer + b"startxref\n%d\n%%%%EOF\n" % len(content)
