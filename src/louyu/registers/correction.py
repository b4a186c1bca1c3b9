"""更正 correction: cells that people said are otherwise than listed, by word and reason.

A word holds from its day, or from ever, until its author says another or takes it back. That of the
unit to which a column belongs (谁的数) is a ruling (裁定): nobody else's word stands against it.
"""

from collections.abc import Sequence

import ibis

from louyu.district import Contract
from louyu.standards.period import month_of

CORRECTED, RULED, WITHDRAWN = "更正", "裁定", "撤回"


def corrections(
    statement: ibis.Table, months: ibis.Table, *, contract: Contract, columns: Sequence[str]
) -> ibis.Table:
    """Every word not taken back, in every month for which it holds.

    Like rows of the list that it corrects, with ``standing`` and ``rank``: rulings have -2, other
    words -1. A row of both kinds of cells comes out as two.
    """
    back = statement.filter(statement.verdict == WITHDRAWN).select("sender", "reference")
    words = statement.filter(statement.verdict == CORRECTED)
    words = words.anti_join(back, ["sender", "reference"]).drop("month")
    words = words.join(
        months, words.holds_from.isnull() | (month_of(words.holds_from) <= months.month)
    )
    owned = {name: words.publisher == contract.owner(name) for name in columns}
    nothing = {name: ibis.null(words[name].type()) for name in columns}
    ruled = {name: ibis.ifelse(owned[name], words[name], nothing[name]) for name in columns}
    others = {name: ibis.ifelse(owned[name], nothing[name], words[name]) for name in columns}
    return ibis.union(
        words.mutate(**ruled, rank=ibis.literal(-2), standing=ibis.literal(RULED)),
        words.mutate(**others, rank=ibis.literal(-1), standing=ibis.literal(CORRECTED)),
    )
