"""The reference pages say what the code says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_reference_is_current() -> None:
    asked = [sys.executable, str(ROOT / "scripts" / "reference.py"), "--check"]
    said = subprocess.run(asked, capture_output=True, text=True)
    assert said.returncode == 0, said.stderr
