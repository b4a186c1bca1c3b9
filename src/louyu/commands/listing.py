"""列表 listing: rows under headers in a terminal; nothing is cut off, so that it can be copied."""

from collections.abc import Iterable, Sequence

import click
from rich.cells import cell_len


def listing_print(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Columns as wide as their widest cell; a Chinese character takes two places."""
    lines = [list(headers), *(list(row) for row in rows)]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (w - cell_len(cell)) for cell, w in zip(line, widths, strict=True))
        click.echo("  ".join(padded).rstrip())
