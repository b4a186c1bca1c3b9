"""条款表 clause_table: a rule as lines, each of which must be met, or as one line of words.

Both are the same tree: what is read from lines is written as lines again.
"""

from collections.abc import Sequence

from louyu.district import Offer
from louyu.district.offer import Lines
from louyu.services.policy.fact import Catalogue
from louyu.services.policy.grammar import RuleError, rule_read, written
from louyu.services.policy.rule import All, Any, Not, Rule

Line = str | Lines


class ClauseError(ValueError):
    """A line cannot be read: which line, and what is wrong with it."""

    def __init__(self, line: str, error: RuleError | str) -> None:
        self.line = line
        self.error = error
        where = f"条件第 {line} 行" if line else "条件"
        super().__init__(f"{where}，{error.told if isinstance(error, RuleError) else error}")


def rule_of(conditions: str | Sequence[Line], catalogue: Catalogue) -> Rule:
    """The tree of a rule in words, or of lines that must all be met. Raises `ClauseError`."""
    if isinstance(conditions, str):
        return line_read(conditions, catalogue, "")
    return together(conditions, catalogue, "")


def together(lines: Sequence[Line], catalogue: Catalogue, where: str) -> Rule:
    parts = parts_read(lines, catalogue, where)
    if not parts:
        raise ClauseError(where, "没有条件；不设条件的写 登记状态 之类人人满足的事实")
    return parts[0] if len(parts) == 1 else All(parts)


def parts_read(lines: Sequence[Line], catalogue: Catalogue, where: str) -> tuple[Rule, ...]:
    return tuple(
        line_read(line, catalogue, f"{where}.{n}" if where else str(n))
        for n, line in enumerate(lines, 1)
    )


def line_read(line: Line, catalogue: Catalogue, where: str) -> Rule:
    if isinstance(line, str):
        try:
            return rule_read(line, catalogue)
        except RuleError as error:
            raise ClauseError(where, error) from error
    given = [name for name in ("all", "any", "none") if getattr(line, name)]
    if len(given) != 1:
        raise ClauseError(where, "要写 all、any、none 三者之一")
    parts = parts_read(getattr(line, given[0]), catalogue, where)
    match given[0]:
        case "all":
            return parts[0] if len(parts) == 1 else All(parts)
        case "any":
            return parts[0] if len(parts) == 1 else Any(parts)
    return Not(parts[0] if len(parts) == 1 else Any(parts))


def lines_of(rule: Rule) -> tuple[Line, ...]:
    """The lines of a tree."""
    return tuple(line_of(part) for part in (rule.parts if isinstance(rule, All) else (rule,)))


def line_of(rule: Rule) -> Line:
    match rule:
        case All(parts):
            return Lines(all=tuple(line_of(part) for part in parts))
        case Any(parts):
            return Lines(any=tuple(line_of(part) for part in parts))
        case Not(Any(parts)):
            return Lines(none=tuple(line_of(part) for part in parts))
    return written(rule)


def text_of(offer: Offer, catalogue: Catalogue) -> str:
    """An offer's conditions in one line of words."""
    return written(rule_of(offer.conditions, catalogue))
