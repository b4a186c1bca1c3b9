"""One engine for all worked examples: ``--engine duckdb`` (the default) or ``--engine spark``."""

from collections.abc import Callable, Iterator

import pytest
from spec_world import World

from louyu.engine import Engine, engine_open


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", default="duckdb", help="引擎：duckdb 或 spark")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    # Not registered when the whole of tests/ runs: pytest reads this file too late for that.
    name = request.config.getoption("--engine", default="duckdb")
    with engine_open(name, threads=1 if name == "spark" else 2) as opened:
        yield opened


@pytest.fixture(scope="session")
def example(engine: Engine) -> Callable[..., World]:
    """A world from drawn tables; the same drawings are worked out once."""
    kept: dict[tuple[object, ...], World] = {}

    def world(*, first: int, until: int, **drawings: str) -> World:
        key = (first, until, *sorted(drawings.items()))
        if key not in kept:
            kept[key] = World(engine, first, until, drawings)
        return kept[key]

    return world


@pytest.fixture(scope="module")
def world(request: pytest.FixtureRequest, example: Callable[..., World]) -> World:
    """The world that a module draws at its top as ``WORLD``."""
    return example(**request.module.WORLD)
