"""预期 expectation: a file held against the sender's last one; what stands out is a warning."""

from collections.abc import Sequence
from typing import Any

import pyarrow.compute as pc

from louyu.district import Contract
from louyu.door.batch import Batch
from louyu.sources.check import Checked


def total(checked: Checked, contract: Contract) -> int | None:
    """The sum that the next file is held against."""
    column = contract.expectations.total_column
    if not column:
        return None
    found = pc.sum(checked.clean[column]).as_py()
    return int(found) if found is not None else 0


def expectation_warnings(
    said: dict[str, Any], before: Sequence[Batch], contract: Contract
) -> list[str]:
    """Where a file differs from the sender's last one by more than the contract expects.

    ``before`` are the sender's batches of the dataset.
    """
    earlier = [one for one in before if one.month <= said["month"] and one.status == "in_force"]
    if not earlier:
        return []
    last = max(earlier, key=lambda one: (one.month, one.sequence))
    column = contract.expectations.total_column
    label = contract.columns[column].header if column else ""
    found = []
    for what, new, old, bound in (
        ("采用行数", said["accepted"], last.accepted, contract.expectations.rows_change),
        (f"“{label}”合计", said["total"], last.total, contract.expectations.total_change),
    ):
        if bound is None or new is None or not old:
            continue
        change = (new - old) / abs(old)
        if abs(change) > bound:
            when = f"{last.month // 100}年{last.month % 100}月"
            found.append(f"{what}比{when}那一份{change:+.0%}，超出通常的±{bound:.0%}，请核对")
    return found
