"""How numbers, clauses and lengths are written; and that the colours can be read."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

import louyu.web
from louyu.nouns import NOUNS
from louyu.web.frame import charts
from louyu.web.frame.figures import cell, clause_name, figure, moment, plain, signed
from louyu.web.frame.spreadsheet import guarded

CSS = Path(louyu.web.__file__).parent / "frame" / "static" / "frame" / "site.css"


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (Fraction(2675, 1000), "%", "2.68"),
        (Fraction(1, 3), "亿元", "0.33"),
        (Fraction(1234567), "家", "1,234,567"),
        (Fraction(-5, 2), "万㎡", "−2.50"),
        (Fraction(-1, 1000), "%", "0.00"),
        (Fraction(0), "幢", "0"),
        (110.0, "万㎡", "110.00"),
        (None, "%", "—"),
    ],
)
def test_a_figure_has_the_digits_of_its_unit(value: Fraction, unit: str, shown: str) -> None:
    assert figure(value, unit) == shown


def test_a_unit_nobody_knows_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        figure(Fraction(1), "英尺")


def test_a_difference_says_its_direction() -> None:
    assert signed(Fraction(12, 10), "%") == "+1.20"
    assert signed(Fraction(-3), "幢") == "−3"
    assert signed(Fraction(0), "幢") == "0"
    assert plain(120.0) == "120" and plain(82.5) == "82.5" and plain(1000) == "1,000"


def test_clauses_and_cells_in_words() -> None:
    assert clause_name("table1:6") == "行动方案表1第6项"
    assert clause_name("note:2") == "行动方案表注2"
    assert clause_name("somewhere") == "somewhere"
    building = NOUNS["building"]
    assert cell(building["floor_area"], 4_001_000) == "40,010.00 ㎡"
    assert cell(building["deemed"], False) == "否"
    assert cell(building["name"], None) == "—"


def test_a_bar_never_leaves_its_frame() -> None:
    over = charts.bullet(150, 100, 50)
    assert (over.filled, over.expected, over.target) == ("100.0", "33.3", "66.7")
    assert charts.bullet(-5, 100, 50).filled == "0.0"
    assert charts.bullet(0, 0, 0).filled == "0.0"
    chart = charts.year_chart([(202501, 1.0), (202502, 3.0)], 202502, 12)
    assert chart.now and chart.pace and chart.before is None
    xs = [float(pair.split(",")[0]) for pair in chart.pace.points.split()]
    assert len(xs) == 12 and min(xs) >= 0 and max(xs) <= chart.width


def test_a_course_shows_every_month_it_is_given() -> None:
    months = [(202301 + n, float(n)) for n in range(12)] + [(202401 + n, 20.0) for n in range(12)]
    chart = charts.course_chart([*months, (202501, 30.0), (202502, 40.0)], 202501, 35.0)
    assert chart.now and chart.pace
    assert len(chart.now.points.split()) == 25, "months after the one shown are left out"


def test_a_spreadsheet_runs_no_cell() -> None:
    assert guarded("=1+1") == "'=1+1"
    assert guarded("@SUM") == "'@SUM"
    assert guarded("-1,234.50") == "-1,234.50"


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palettes() -> dict[str, dict[str, str]]:
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
        for block in re.findall(r":root \{(.*?)\}", CSS.read_text(encoding="utf-8"), re.S)[:2]
    )
    return {"light": light, "dark": {**light, **dark}}


GROUNDS = ("paper", "surface", "sunken")
TEXT = [
    *((ink, ground) for ink in ("ink", "quiet", "link") for ground in GROUNDS),
    *(("ink", f"heat-{shade}") for shade in range(5)),
    *((ink, ground) for ink in ("ahead", "behind", "demo") for ground in GROUNDS[:2]),
    ("on-brand", "brand"),
    ("on-brand-quiet", "brand"),
    ("demo", "demo-paper"),
    ("link", "heat-4"),
]  # fmt: skip
SHAPES = [
    *((fill, "surface") for fill in ("ahead-fill", "behind-fill", "none-fill", "focus", "quiet")),
    *((fill, "sunken") for fill in ("ahead-fill", "behind-fill", "none-fill")),
    ("focus", "paper"),
    ("gold", "brand"),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_shapes_stand_out_as_aa_asks(scheme: str) -> None:
    colours = palettes()[scheme]
    faint = [pair for pair in TEXT if contrast(colours[pair[0]], colours[pair[1]]) < 4.5]
    faint += [pair for pair in SHAPES if contrast(colours[pair[0]], colours[pair[1]]) < 3]
    assert not faint


def test_the_stylesheet_asks_no_other_host() -> None:
    css = CSS.read_text(encoding="utf-8")
    assert "url(" not in css and "@import" not in css
    assert "prefers-reduced-motion" in css and ":focus-visible" in css


def test_a_moment_is_by_the_clock_on_the_wall() -> None:
    assert moment("2026-11-27T18:35:12+00:00") == "2026-11-28 02:35"
    assert moment("2026-11-27T18:35:12.123+00:00", seconds=True) == "2026-11-28 02:35:12"
    assert moment("2023-02-03 09:57") == "2023-02-03 09:57", "a time without a zone is ours already"
    assert moment("") == "—"
