"""执行计划 plans: the SQL of tables that were asked for before, kept from one build to the next.

Much of a small build is not rows but words: Python takes longer to describe a table as an
expression, and to turn that into SQL, than the engine takes to run it. So a table may be asked for
as a call not yet made (``functools.partial``): it is known by its function, by what that is given
and by the columns of the tables it reads. A call known from before is not made again; tables of
other names take their places in it.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

from ibis import ir
from ibis.expr.operations import DatabaseTable

Asked: TypeAlias = ir.Table | partial[ir.Table]
"""A table, or the call that describes it; its arguments may be such calls themselves."""


@dataclass(frozen=True)
class Blank:
    """A value by which two calls of one plan may differ: a month, a code, or texts that something
    is among. What describes the table may hold it against a column and must not work with it: it is
    given something in its place."""

    name: str
    value: int | str | tuple[str, ...]

    @property
    def stand_in(self) -> int | str | list[str]:
        """What stands for the value while the plan is made, and nowhere else."""
        if isinstance(self.value, int):
            return 2_000_000_000 + crc32(self.name.encode()) % 100_000_000
        word = f"\u27e6{self.name}\u27e7"
        return word if isinstance(self.value, str) else [word]

    @property
    def fingerprint(self) -> str:
        """What the plan depends on of it: not the value."""
        return f"blank {self.name} {type(self.value).__name__}"

    def filled(self, sql: str) -> str:
        """The statement with the value in its place."""
        if isinstance(self.value, int):
            return re.sub(rf"\b{self.stand_in}\b", str(self.value), sql)
        values = (self.value,) if isinstance(self.value, str) else self.value
        # Nothing is among no texts.
        told = ", ".join("'" + value.replace("'", "''") + "'" for value in values) or "NULL"
        return sql.replace(f"'\u27e6{self.name}\u27e7'", told)


@dataclass(frozen=True)
class Plan:
    """A table as SQL: its columns with their types, and the tables it reads."""

    sql: str
    columns: dict[str, str]
    reads: tuple[str, ...]
    given: tuple[str, ...] = ()
    """The tables of the call it was made for, in the order in which they were given."""

    def over(self, tables: tuple[str, ...]) -> "Plan":
        """The same plan over other tables of the same columns."""
        if tables == self.given:
            return self
        names = dict(zip(self.given, tables, strict=True))
        quoted = re.compile("|".join(re.escape(f'"{name}"') for name in names))
        sql = quoted.sub(lambda found: f'"{names[found.group()[1:-1]]}"', self.sql)
        reads = tuple(sorted(names.get(name, name) for name in self.reads))
        return Plan(sql, self.columns, reads, tables)

    def filled(self, blanks: Iterable[Blank]) -> "Plan":
        """The same plan with values in its blanks."""
        sql = self.sql
        for blank in blanks:
            sql = blank.filled(sql)
        return self if sql is self.sql else replace(self, sql=sql)


class Plans:
    """Plans by what was asked for, in a file of one version of the code; without a file, of now."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.held: dict[str, Plan] = {}
        self.new = False
        # What cannot be read (a machine that lost power while writing) is made again.
        with suppress(OSError, ValueError, TypeError, KeyError):
            said = json.loads(path.read_text(encoding="utf-8")) if path else {}
            self.held = {
                key: Plan(plan["sql"], plan["columns"], tuple(plan["reads"]), tuple(plan["given"]))
                for key, plan in said.items()
            }

    def plan(self, asked: Asked, made: Callable[[ir.Table], Plan]) -> Plan:
        """The plan of what is asked; ``made`` turns an expression that has none yet into one."""
        key, tables = key_of(asked)
        if key is None:
            return made(expression(asked))
        if key not in self.held:
            self.held[key] = replace(made(expression(asked)), given=tables)
            self.new = True
        return self.held[key].over(tables).filled(blanks_of(asked))

    def save(self) -> None:
        """Writes the file anew if there is something new; those of other versions go."""
        if self.path is None or not self.new:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for old in self.path.parent.glob(f"{self.path.name.partition('-')[0]}-*"):
            old.unlink()
        part = self.path.with_suffix(".part")
        said = {key: asdict(plan) for key, plan in self.held.items()}
        part.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        part.replace(self.path)


def expression(asked: Any) -> Any:
    """What is asked for, with every call in it made."""
    match asked:
        case partial():
            return asked.func(*expression(asked.args), **expression(asked.keywords))
        case dict():
            return {name: expression(value) for name, value in asked.items()}
        case list() | tuple():
            return [expression(value) for value in asked]
        case Blank():
            return asked.stand_in
    return asked


def blanks_of(asked: Any) -> Iterator[Blank]:
    """Every blank of a call."""
    match asked:
        case Blank():
            yield asked
        case partial():
            yield from blanks_of((asked.args, asked.keywords))
        case Mapping():
            yield from blanks_of(tuple(asked.values()))
        case list() | tuple():
            for value in asked:
                yield from blanks_of(value)


class NamelessError(Exception):
    """A table is read that has no name of its own."""


def key_of(asked: Asked) -> tuple[str | None, tuple[str, ...]]:
    """The same for the same call over tables of the same columns, with the tables' names in order;
    nothing for a table described otherwise."""
    if not isinstance(asked, partial):
        return None, ()
    digest = hashlib.sha256()
    tables: list[str] = []
    try:
        for word in words(asked, tables):
            digest.update(word.encode() + b"\0")
    except NamelessError:
        return None, ()
    return digest.hexdigest(), tuple(tables)


def words(said: Any, tables: list[str]) -> Iterator[str]:
    """What tells one argument from another. An argument of an unknown kind is an error.

    A table is told by its columns and its place among ``tables``, to which it is added.
    """
    match said:
        case None | str() | int() | float():
            yield repr(said)
        case partial():
            yield from words((said.func, said.args, said.keywords), tables)
        case ir.Table():
            held = said.op()
            if not isinstance(held, DatabaseTable):
                raise NamelessError
            if held.name not in tables:
                tables.append(held.name)
            yield f"{tables.index(held.name)}{dict(held.schema.items())}"
        case Mapping():
            yield from words([*said, *said.values()], tables)
        case Sequence():
            for value in said:
                yield from words(value, tables)
            yield ";"
        case _ if callable(said):
            yield f"{said.__module__}.{said.__qualname__}"
        case _:
            # A district, whose folder's hash it is, or a blank; others have none to be had.
            yield said.fingerprint
