"""全角半角: full-width letters, digits, punctuation and spaces beside their half-width twins."""

import polars as pl

FULL = [chr(code) for code in range(0xFF01, 0xFF5F)] + ["\u3000"]
HALF = [chr(code) for code in range(0x21, 0x7F)] + [" "]
HALF_OF_FULL = str.maketrans(dict(zip(FULL, HALF, strict=True)))

SPACES = "".join(
    chr(code)
    for code in (
        *range(0x09, 0x0E), 0x20, 0x85, 0xA0, 0x1680, *range(0x2000, 0x2010),
        0x2028, 0x2029, 0x202F, 0x205F, 0x2060, 0x3000, 0xFEFF,
    )
)  # fmt: skip
"""Blanks seen or unseen that pasting from pages and documents leaves behind."""
NO_SPACES = str.maketrans(dict.fromkeys(SPACES))


def half_width(text: str) -> str:
    """The text with full-width ASCII (Ａ１（，　) as half-width (A1(, )."""
    return text.translate(HALF_OF_FULL)


def half_width_column(column: pl.Expr) -> pl.Expr:
    """`half_width` of a text column."""
    return column.str.replace_many(FULL, HALF)


def unspaced(text: str) -> str:
    """The text without any blank, seen or unseen."""
    return text.translate(NO_SPACES)


def unspaced_column(column: pl.Expr) -> pl.Expr:
    """`unspaced` of a text column."""
    return column.str.replace_many(list(SPACES), [""])
