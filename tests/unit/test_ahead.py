"""What lies beside an edition goes when two others have come: who still reads the last finds it."""

import os
from pathlib import Path

import pyarrow as pa

from louyu.ahead import ahead_begun, ahead_folder, ahead_written


def test_what_was_worked_out_of_the_edition_before_stays_till_the_next(tmp_path: Path) -> None:
    rows = pa.table({"x": [1]})
    made = []
    for at, edition in enumerate(("2025-01.1", "2025-02.1", "2025-02.2")):
        ahead_begun(tmp_path, "rows", edition)
        made.append(ahead_written(rows, ahead_folder(tmp_path, "rows", edition) / "a.parquet"))
        os.utime(made[-1].parent, (at, at))
        # Readers have the last edition before them until the new one is ready.
        assert all(path.exists() for path in made[-2:])
    assert not made[0].parent.exists()
    ahead_begun(tmp_path, "moves", "2025-02.2")
    assert made[1].exists(), "another kind is left alone"
