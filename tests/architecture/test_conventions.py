"""Conventions of this code base, held by a test instead of by memory."""

import ast
import re
from pathlib import Path

import pytest
import yaml

from louyu.nouns import NOUNS, STATEMENTS

ROOT = Path(__file__).parents[2]
SOURCE = sorted((ROOT / "src").rglob("*.py"))
DISTRICTS = sorted(path.parent for path in (ROOT / "districts").glob("*/district.yml"))


def places(district: Path) -> set[str]:
    """Names that only a district's data may hold: itself, its city, its streets and towns."""
    said = yaml.safe_load((district / "district.yml").read_text(encoding="utf-8"))
    names = {said["name"], said["city"], *(street["name"] for street in said["streets"])}
    return names | {re.sub(r"(区|市|街道|镇)$", "", name) for name in (said["name"], said["city"])}


@pytest.mark.parametrize("path", SOURCE, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_module_says_what_it_is_and_stays_readable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert ast.get_docstring(ast.parse(text)), "the first line says what the module is"
    assert len(text.splitlines()) <= 500, "over 500 lines is more than one concept"
    assert path.stem not in {"utils", "helpers", "misc", "common", "base"}


def test_a_place_is_data_never_code() -> None:
    assert not list((ROOT / "districts").rglob("*.py"))
    named = {name for district in DISTRICTS for name in places(district)}
    assert len(named) > 30
    for path in (ROOT / "src").rglob("*"):
        if path.suffix in {".py", ".html", ".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            found = sorted(name for name in named if name in text)
            assert not found, f"{path.relative_to(ROOT)} names {found}"


def test_no_signals() -> None:
    for path in SOURCE:
        assert "django.dispatch" not in path.read_text(encoding="utf-8"), path


def test_every_table_and_dataset_is_in_the_glossary() -> None:
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    registers = [noun for name, noun in NOUNS.items() if not name.endswith("_statement")]
    missing = [noun.name for noun in registers if f"`{noun.name}`" not in glossary]
    assert not missing


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda path: path.name)
def test_every_dataset_has_a_contract_in_every_district(district: Path) -> None:
    assert {path.stem for path in (district / "sources").glob("*.yml")} == set(STATEMENTS)


def test_every_dependency_has_its_reason() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start = lines.index("dependencies = [")
    for line in lines[start + 1 : lines.index("]", start)]:
        assert re.search(r'",\s+# \S', line), f"no reason beside {line.strip()}"


def test_no_host_and_no_machine_path_is_named() -> None:
    hosts = ["pypi" + ".org", "python" + "hosted", "registry." + "npmjs", "deb." + "debian"]
    for path in [*ROOT.glob("requirements/*"), *ROOT.glob("*.*"), *SOURCE]:
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            assert not [host for host in hosts if host in text], path
