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
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from ibis import ir
from ibis.expr.operations import DatabaseTable

Asked: TypeAlias = ir.Table | partial[ir.Table]
"""A table, or the call that describes it; its arguments may be such calls themselves."""


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
        return self.held[key].over(tables)

    def save(self) -> None:
        """Writes the file anew if there is something new; those of other versions go."""
        if self.path is None or not self.new:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for old in self.path.parent.glob("plans-*"):
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
    return asked


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
            # A district, whose folder's hash it is; of anything else there is none to be had.
            yield said.fingerprint
