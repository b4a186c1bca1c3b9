"""kill -9 against ``louyu build``, 100 times: is the last edition always whole and published?

    python bench/kill.py [--kills 100] [--seed 1]

Each round changes one parameter of the district, so that there is something to build, starts the
command, and kills it at a random moment of the time a whole build takes. Then every file of the
published edition is held against its manifest.
"""

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from store import store_make

from louyu.district import district_read
from louyu.edition import damages, edition_open, editions

SAMPLE = Path(__file__).parents[1] / "districts" / "sample"


def changed(folder: Path, number: int) -> None:
    """Another share for 准亿元: 80 becomes 50 and more, one by one."""
    path = folder / "parameters.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    at = lines.index("quasi_percent:")
    place = next(i for i in range(at, len(lines)) if "values:" in lines[i])
    lines[place] = f"  values: [{{from: 2023-01, value: {50 + number % 50}}}]"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def start(home: Path, district: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "louyu", "build", "--home", str(home)]
    return subprocess.Popen(
        [*command, "--district", str(district)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    moments = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        home, district = Path(folder) / "home", Path(folder) / "district"
        shutil.copytree(SAMPLE, district)
        store_make(home, district_read(district), buildings=30, enterprises=1000, months=12)
        started = time.perf_counter()
        assert start(home, district).wait() == 0, "the first build failed"
        whole = time.perf_counter() - started
        last = edition_open(home).name
        seen: Counter[str] = Counter()
        for number in range(1, given.kills + 1):
            changed(district, number)
            child = start(home, district)
            time.sleep(moments.uniform(0, whole))
            child.kill()
            child.wait()
            folders = [path for path in (home / "editions").iterdir() if path.name[0] == "2"]
            names = [edition.name for edition in editions(home)]
            published = edition_open(home)
            found = list(damages(published))
            assert not found, found
            assert published.name == names[-1]
            assert published.name == last or len(names) > names.index(last) + 1
            seen["published before the kill" if published.name != last else "not published"] += 1
            seen["left a half folder"] += len(folders) - len(names)
            last = published.name
            print(f"\r{number}/{given.kills} {dict(seen)}", end="", file=sys.stderr, flush=True)
        assert start(home, district).wait() == 0
        torn = [damage for edition in editions(home) for damage in damages(edition)]
        rest = [p.name for p in (home / "editions").iterdir() if p.name[0] == "2"]
        print(file=sys.stderr)
        print(f"a whole build: {whole:.2f} s; kills: {given.kills}; {dict(seen)}")
        print(f"editions at the end: {len(rest)}, all whole; damaged files: {len(torn)}")
        assert not torn and len(rest) == len(editions(home))


if __name__ == "__main__":
    main()
