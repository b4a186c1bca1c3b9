"""Writes docs/reference/ from the things themselves: tables, datasets, indicators, rules, problems.

Run by ``make reference``; a test holds the pages against what the code says.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from louyu.district import District, district_read
from louyu.indicators import INDICATORS
from louyu.nouns import NOUNS, Sensitivity
from louyu.plan.audit import RULES
from louyu.plan.finding import THEMES
from louyu.standards import PROBLEMS

ROOT = Path(__file__).parents[1]
MADE = "<!-- made by `make reference`; do not edit -->"
SHOWN = {Sensitivity.OPEN: "", Sensitivity.RESTRICTED: "受限", Sensitivity.PERSONAL: "个人"}


def row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def head(*cells: str) -> Iterator[str]:
    yield row(*cells)
    yield row(*("---" for _ in cells))


def tables() -> Iterator[str]:
    yield "# Tables 名词"
    yield ""
    yield "Money is stored in fen (分), area in 0.01 ㎡, a month as `YYYYMM`."
    for noun in NOUNS.values():
        yield f"\n## `{noun.name}` {noun.label}\n"
        yield f"One row is {noun.row}. Key: {', '.join(f'`{name}`' for name in noun.key)}.\n"
        yield from head("column", "中文", "type", "unit", "who may see it", "about")
        for column in noun.columns:
            yield row(
                f"`{column.name}`",
                column.label,
                column.type,
                column.unit,
                SHOWN[column.sensitivity],
                column.about,
            )


def datasets(district: District) -> Iterator[str]:
    yield "# Datasets 数据集"
    yield ""
    yield "Contracts of the sample district; another district's `sources/*.yml` may differ."
    for contract in district.contracts.values():
        yield f"\n## `{contract.dataset}` {contract.label}\n"
        yield f"{contract.about or contract.noun.row}. From: {', '.join(contract.senders)}. "
        yield f"Cadence: {contract.cadence}; {contract.speaks}"
        yield ("; the last list stands when none comes" if contract.carry else "") + "\n"
        yield from head("column", "header", "also read", "unit", "required", "allowed")
        for name, column in contract.columns.items():
            yield row(
                f"`{name}`",
                column.header,
                "、".join(column.aliases),
                column.unit,
                "是" if column.required else "",
                "、".join(column.allowed),
            )


def indicators() -> Iterator[str]:
    yield "# Indicators 指标"
    yield ""
    yield "In general: [how the numbers are made](../explanation/numbers.md).\n"
    yield from head("no.", "key", "指标", "unit", "clause", "decision")
    for key, indicator in INDICATORS.items():
        yield row(
            indicator.number or "",
            f"`{key}`",
            indicator.name,
            indicator.unit,
            indicator.clause,
            indicator.decision,
        )


def audit_rules() -> Iterator[str]:
    yield "# Audit rules 核对规则"
    yield ""
    yield "What `louyu plan audit` holds a plan against."
    for theme in THEMES:
        yield f"\n## {theme}\n"
        yield from head("rule", "title", "what it checks")
        for rule in RULES.values():
            if rule.theme == theme:
                yield row(f"`{rule.id}`", rule.title, rule.checks)


def problems() -> Iterator[str]:
    yield "# Problems of a value 数值问题"
    yield ""
    yield from head("code", "what is wrong", "what to do", "")
    for code, problem in PROBLEMS.items():
        yield row(f"`{code}`", problem.wrong, problem.remedy, "提示" if problem.warning else "")


def pages() -> dict[str, str]:
    """Every page of the reference by file name."""
    sample = district_read(ROOT / "districts" / "sample")
    made = {
        "tables.md": tables(),
        "datasets.md": datasets(sample),
        "indicators.md": indicators(),
        "audit-rules.md": audit_rules(),
        "problems.md": problems(),
    }
    return {name: "\n".join((MADE, "", *lines)) + "\n" for name, lines in made.items()}


def stale(folder: Path) -> list[str]:
    """Pages that no longer say what the code says."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).exists() or (folder / name).read_text(encoding="utf-8") != text
    ]


if __name__ == "__main__":
    target = ROOT / "docs" / "reference"
    if "--check" in sys.argv:
        sys.exit(f"stale: {found}; run make reference" if (found := stale(target)) else 0)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (target / name).write_text(text, encoding="utf-8")
