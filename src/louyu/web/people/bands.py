"""分档 bands: how much tax, to whom may not see the amount."""

from decimal import Decimal

BANDS: tuple[tuple[int, str], ...] = (
    (10, "10 万元以下"),
    (50, "10—50 万元"),
    (100, "50—100 万元"),
    (500, "100—500 万元"),
    (1_000, "500—1000 万元"),
    (10_000, "1000 万元—1 亿元"),
)
"""Each band by its upper bound in 万元, which is not in it."""

FEN_OF_WAN = 1_000_000


def band(fen: int) -> str:
    """The band of an amount in fen; a refund says only that it is one."""
    if fen < 0:
        return "净退税"
    return next((label for bound, label in BANDS if fen < bound * FEN_OF_WAN), "1 亿元以上")


def yuan(fen: int) -> str:
    """An amount in fen as 元 with its cents."""
    return f"{Decimal(fen).scaleb(-2):,} 元"
