"""``louyu policy check``: what a folder's policies lack, and how it ends."""

import json
import shutil
from pathlib import Path

from click.testing import CliRunner

from louyu.cli import main

SAMPLE = Path(__file__).parents[2] / "districts" / "sample"


def test_the_sample_s_policies_pass() -> None:
    found = CliRunner().invoke(main, ["policy", "check", "--district", str(SAMPLE)])
    assert (found.exit_code, found.output) == (0, "共 17 项，0 项要改。\n")


def test_what_is_wrong_is_named_with_its_place(tmp_path: Path) -> None:
    district = tmp_path / "district"
    shutil.copytree(SAMPLE, district)
    file = district / "policies" / "first-entry.yml"
    said = file.read_text(encoding="utf-8").replace("本年首次入库", "今年首次入库", 1)
    file.write_text(said, encoding="utf-8")
    found = CliRunner().invoke(main, ["policy", "check", "--district", str(district), "--json"])
    assert found.exit_code == 1
    (wrong,) = json.loads(found.output)["wrong"].items()
    assert wrong[0] == "first-entry"
    assert "条件第 2 行，第 1 个字：不认识“今年首次入库”；是不是“本年首次入库”" in wrong[1][0]
