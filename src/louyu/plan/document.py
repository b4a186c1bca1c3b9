"""打开文件: a plan's .txt, .md, .docx or .pdf as pieces; only here are files opened.

Text keeps its line numbers, a .docx its paragraphs and table rows in order, a .pdf its pages.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
import pdfplumber
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfparser import PDFSyntaxError
from pdfplumber.utils.exceptions import PdfminerException

from louyu.plan.header import header
from louyu.plan.piece import Line, Piece, Place, Row

LARGEST = 50 * 2**20
ENCODINGS = ("utf-8-sig", "gb18030")


class DocumentError(ValueError):
    """A document cannot be read; the message says why and what to do, in Chinese."""


def document_read(path: Path) -> list[Piece]:
    """The pieces of a document. Raises `DocumentError`."""
    if not path.is_file():
        raise DocumentError(f"没有这个文件：{path}。请核对路径")
    if path.stat().st_size > LARGEST:
        raise DocumentError(f"{path.name} 超过 50 MB。请另存为不带图片的文件后再读")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(
            f"{path.name} 的格式读不了。请另存为 .docx、.pdf（带文字）、.txt 或 .md 后再读"
        )
    found = reader(path)
    if not any(has_text(piece) for piece in found):
        raise DocumentError(f"{path.name} 里没有文字。如果是扫描件，请先做文字识别（OCR）再读")
    return found


def document_text(path: Path) -> str:
    """The whole text in order, a table's row as a line with tabs between its cells.

    What is quoted from a document is quoted from this text. Raises `DocumentError`.
    """
    styled = path.suffix.lower() == ".docx"  # marks that `docx_pieces` puts there are not its words
    lines = []
    for piece in document_read(path):
        if isinstance(piece, Row):
            lines.append("\t".join(" ".join(cell.split()) for cell in piece.cells))
        else:
            lines.append(re.sub(r"^#{1,4} ", "", piece.text) if styled else piece.text)
    return "\n".join(lines)


def has_text(piece: Piece) -> bool:
    said = piece.cells if isinstance(piece, Row) else (piece.text,)
    return any(text.strip() for text in said)


def text_pieces(path: Path) -> list[Piece]:
    """Lines of a text in UTF-8, UTF-16 with its mark, or GB 18030."""
    content = path.read_bytes()
    text = None
    encodings = ("utf-16",) if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\0" in text:
        raise DocumentError(f"{path.name} 不是文本文件，或编码认不出。请另存为 UTF-8 文本后再读")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    return [Line(line, Place("行", at, at)) for at, line in enumerate(lines, 1)]


HEADINGS = {"Title": "# ", "Heading 1": "## ", "Heading 2": "### ", "Heading 3": "#### "}


def docx_pieces(path: Path) -> list[Piece]:
    """Paragraphs and tables in the order of the body; a merged cell's text stands once."""
    try:
        body = docx.Document(str(path))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise DocumentError(
            f"{path.name} 不是完好的 .docx（{type(error).__name__}）。请打开后另存为 .docx 再读"
        ) from error
    found: list[Piece] = []
    paragraphs = tables = 0
    for block in body.iter_inner_content():
        if isinstance(block, Paragraph):
            paragraphs += 1
            place = Place("段", paragraphs, paragraphs)
            mark = HEADINGS.get(block.style.name if block.style and block.style.name else "", "")
            for text in paragraph_text(block._p).split("\n"):
                found.append(Line(f"{mark}{text}" if text.strip() else "", place))
        else:
            tables += 1
            found += docx_rows(block, tables)
    return found


def paragraph_text(paragraph: Any) -> str:
    """All text of a paragraph element, insertions included, deletions left out."""
    said = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
        if node.tag == qn("w:t"):
            said.append(node.text or "")
        elif node.tag == qn("w:tab"):
            said.append(" " if node.getparent().tag == qn("w:r") else "")
        else:
            said.append("\n")
    return "".join(said)


def docx_rows(table: Table, number: int) -> Iterator[Row]:
    """Rows of a table. A cell merged over rows or columns speaks where it begins."""
    above: set[Any] = set()
    for at, row in enumerate(table.rows, 1):
        cells, here = [], set()
        for cell in row.cells:
            element = cell._tc
            fresh = element not in here and element not in above
            texts = [paragraph_text(paragraph) for paragraph in element.iter(qn("w:p"))]
            cells.append("\n".join(texts) if fresh else "")
            here.add(element)
        above = here
        yield Row(tuple(cells), Place(f"表{number}·行", at, at))


def pdf_pieces(path: Path) -> list[Piece]:
    """Ruled tables as rows, what stands outside them as lines from top to bottom."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: list[Piece] = []
    try:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                found += page_pieces(page)
    except (PdfminerException, PDFSyntaxError, PDFPasswordIncorrect) as error:
        raise DocumentError(
            f"{path.name} 读不了：文件损坏或有密码。请去掉密码，或另存为 .docx 后再读"
        ) from error
    return found


def page_pieces(page: Any) -> list[Piece]:
    place = Place("页", page.page_number, page.page_number)
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    # A row cut by the page's end has no border there: its sides say where it stops.
    boxes = []
    if upright:
        ends = [min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright)]
        boxes = page.find_tables({"explicit_horizontal_lines": ends})
    found: list[tuple[float, Piece]] = []
    for table in boxes:
        tops = [row.bbox[1] for row in table.rows]
        for top, cells in zip(tops, narrowed(table.extract()), strict=True):
            found.append((top, Row(tuple(cell or "" for cell in cells), place)))
    for line in page.extract_text_lines(return_chars=False):
        middle = (line["top"] + line["bottom"]) / 2
        inside = any(box.bbox[1] <= middle <= box.bbox[3] for box in boxes)
        if not inside and not page_number(line, page):
            found.append((line["top"], Line(line["text"], place)))
    return [piece for _, piece in sorted(found, key=lambda one: one[0])]


Cells = list[str | None]


def narrowed(rows: list[Cells]) -> list[Cells]:
    """Rows without the columns that only other tables have: two tables that touch are found as one.

    A column is no column of a part (from one header to the next) where all its cells are absent.
    """
    parts: list[list[Cells]] = [[]]
    for row in rows:
        if parts[-1] and header(tuple(cell or "" for cell in row if cell is not None)):
            parts.append([])
        parts[-1].append(row)
    kept = []
    for part in parts:
        there = [any(cell is not None for cell in column) for column in zip(*part, strict=True)]
        kept += [[cell for cell, is_ in zip(row, there, strict=True) if is_] for row in part]
    return kept


def page_number(line: dict[str, Any], page: Any) -> bool:
    """A number alone in the bottom or top twentieth of a page."""
    edge = line["top"] > page.height * 0.92 or line["bottom"] < page.height * 0.06
    return bool(edge and line["text"].strip(" -—–").isdigit())


READERS = {".txt": text_pieces, ".md": text_pieces, ".docx": docx_pieces, ".pdf": pdf_pieces}
