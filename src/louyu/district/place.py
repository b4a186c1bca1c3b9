"""A district: a place and its rules, read from a folder of YAML. The only YAML reader.

A folder holds ``district.yml`` (name, streets and towns, departments, authorities),
``parameters.yml`` (dated thresholds, each with its clause), ``sources/*.yml`` (file contracts) and
``plan/*.yml`` (targets, goals, tasks, projects), ``facts.yml`` and ``policies/*.yml`` (what is
offered, and the facts it asks for that no register holds). A place is data, never code.
"""

import hashlib
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from louyu.district.offer import FactSaid, Offer
from louyu.district.record import DistrictError, Month, Record
from louyu.nouns import STATEMENTS, Noun, Sensitivity


class Division(Record):
    """行政区划: a bare code means nothing without its system and edition."""

    code: str
    system: str
    edition: str


class Street(Record):
    """街镇: a street (街道) or town (镇) of the district."""

    name: str
    code: str
    aliases: tuple[str, ...] = ()


class Department(Record):
    """部门: a unit that sends data, leads tasks or answers matters."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


class Authorities(Record):
    """Whose registration and whose tax administration is the district's own."""

    registration: tuple[str, ...]
    tax: tuple[str, ...]


class Dated(Record):
    """A value and the month from which it holds."""

    since: Month = Field(alias="from")
    value: Any


class Parameter(Record):
    """参数: a threshold or choice with its clause and dates; never a constant in code."""

    label: str
    clause: str
    unit: str = ""
    about: str = ""
    values: tuple[Dated, ...]

    def at(self, month: int) -> Any:
        """The value in force in a month. Raises `DistrictError` before its first date."""
        held = [dated for dated in self.values if dated.since <= month]
        if not held:
            raise DistrictError(f"参数“{self.label}”在 {month} 还没有取值")
        return max(held, key=lambda dated: dated.since).value


class ContractColumn(Record):
    """One column of a contract: how a sender heads it, and what may stand in it."""

    header: str
    aliases: tuple[str, ...] = ()
    unit: str = ""
    required: bool = False
    allowed: tuple[str, ...] = ()
    lookups: dict[str, str] = Field(default_factory=dict)
    check: Literal["", "uscc", "industry", "street"] = ""
    minimum: float | None = None
    maximum: float | None = None
    sensitivity: Sensitivity | None = None
    owner: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        return (self.header, *self.aliases)


class Expectations(Record):
    """What the next file should look like next to the last one; a breach is a warning."""

    rows_change: float | None = None
    total_column: str = ""
    total_change: float | None = None


class Contract(Record):
    """契约: what a dataset's files look like and who may send them."""

    dataset: str
    label: str
    about: str = ""
    senders: tuple[str, ...]
    cadence: Literal["month", "year", "event"]
    speaks: Literal["snapshot", "flow", "changes"]
    carry: bool = False
    purpose: str = ""
    sharing: Literal["无条件共享", "有条件共享", "不予共享"] = "无条件共享"
    term: str = ""
    columns: dict[str, ContractColumn]
    corrects: str = ""
    one_of: tuple[tuple[str, ...], ...] = ()
    expectations: Expectations = Expectations()

    @property
    def noun(self) -> Noun:
        return STATEMENTS[self.dataset]

    def owner(self, column: str) -> str:
        """谁的数: the unit whose word on a column is the last, by default the first sender."""
        return self.columns[column].owner or self.senders[0]

    @model_validator(mode="after")
    def columns_are_known(self) -> Self:
        if self.dataset not in STATEMENTS:
            raise ValueError(f"没有名为 {self.dataset!r} 的数据集")
        named = [*self.columns, *(name for group in self.one_of for name in group)]
        unknown = [name for name in named if name not in self.noun]
        if unknown:
            raise ValueError(f"数据集 {self.dataset} 没有这些字段：{'、'.join(unknown)}")
        return self


class Target(Record):
    """年度指标: one line of the plan's table of yearly targets."""

    indicator: str
    name: str
    unit: str
    clause: str
    targets: dict[int, float]


class Goal(Record):
    """累计目标: a stock or total to be reached by the end of a year."""

    indicator: str
    name: str
    unit: str
    clause: str
    year: int
    target: float
    comparison: Literal["at_least", "over"] = "at_least"


class Task(Record):
    """工作任务: one measure of the plan's task list, in short words of our own."""

    number: int
    task: str
    measure: str
    clause: str
    lead: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


class Project(Record):
    """重大项目: one line of the plan's project list."""

    number: int
    name: str
    kind: str
    stage: str
    clause: str
    floor_area: float | None = None
    about: str = ""


class District(BaseModel):
    """A place and its rules, whole and checked."""

    model_config = ConfigDict(frozen=True, ignored_types=(cached_property,))

    folder: Path
    name: str
    city: str
    province: str
    demo: bool = False
    division: Division
    datum: Literal["WGS-84", "GCJ-02", "BD-09", "CGCS2000"]
    first_month: Month
    streets: tuple[Street, ...]
    departments: tuple[Department, ...]
    authorities: Authorities
    parameters: dict[str, Parameter]
    contracts: dict[str, Contract]
    targets: tuple[Target, ...]
    goals: tuple[Goal, ...]
    tasks: tuple[Task, ...]
    projects: tuple[Project, ...]
    facts: tuple[FactSaid, ...] = ()
    offers: tuple[Offer, ...] = ()

    @model_validator(mode="after")
    def senders_are_departments(self) -> Self:
        known = {department.id for department in self.departments} | {"street", "operator"}
        for contract in self.contracts.values():
            owners = {column.owner for column in contract.columns.values()} - {""}
            strangers = {*contract.senders, *owners} - known
            if strangers:
                raise ValueError(f"sources/{contract.dataset}.yml 的报送单位未登记：{strangers}")
        return self

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of every file of the folder that an edition is made from: offers are not."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*.yml")):
            if path.parent.name == OFFERS or path.name == FACTS:
                continue
            digest.update(path.relative_to(self.folder).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
        return digest.hexdigest()

    def street_named(self, said: str) -> Street | None:
        """The street or town that a sender means, by official name or alias."""
        for street in self.streets:
            if said == street.name or said in street.aliases:
                return street
        return None

    def department_named(self, said: str) -> Department | None:
        """The department that a sender means, by official name, alias or id.

        The district's name may stand before it: 某区税务局 is 税务局.
        """
        for called in (said, said.removeprefix(self.name)):
            for department in self.departments:
                if called == department.id or called in department.names:
                    return department
        return None


OFFERS, FACTS = "policies", "facts.yml"
"""Where a folder keeps what is offered, and facts that no register holds."""

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same reader in C where the machine has it: seven times faster."""


def records(path: Path) -> Any:
    """The content of one YAML file. Raises `DistrictError` naming file and line."""
    try:
        # S506: both loaders are safe ones.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    except FileNotFoundError:
        raise DistrictError(f"缺少文件 {path}") from None
    except yaml.YAMLError as error:
        raise DistrictError(f"{path} 不是合法的 YAML：{error}") from error


def listed(folder: Path, name: str) -> Iterator[Any]:
    path = folder / "plan" / f"{name}.yml"
    yield from (records(path) or []) if path.exists() else []


def contracts_read(sources: list[Path]) -> dict[str, Any]:
    """The contracts by dataset. One that corrects another has its columns too, none required."""
    said = {path.stem: records(path) for path in sources}
    for path in sources:
        contract = said[path.stem]
        if not (corrected := contract.get("corrects")):
            continue
        if corrected not in said:
            raise DistrictError(f"{path} 更正的数据集 {corrected} 没有契约")
        lent = {
            name: {**column, "required": False}
            for name, column in said[corrected]["columns"].items()
        }
        said[path.stem] = {**contract, "columns": {**lent, **contract["columns"]}}
    return said


def offers_read(folder: Path) -> Iterator[Any]:
    """What is offered, a file each; the file's name is its key."""
    for path in sorted((folder / OFFERS).glob("*.yml")):
        yield {"key": path.stem, **records(path)}


def district_read(folder: Path) -> District:
    """Reads and validates a district folder.

    Raises `DistrictError` with a Chinese message that names the file and the field.
    """
    if not folder.is_dir():
        raise DistrictError(f"没有区县文件夹 {folder}")
    sources = sorted((folder / "sources").glob("*.yml"))
    try:
        return District(
            folder=folder,
            **records(folder / "district.yml"),
            parameters=records(folder / "parameters.yml"),
            contracts=contracts_read(sources),
            targets=tuple(listed(folder, "targets")),
            goals=tuple(listed(folder, "goals")),
            tasks=tuple(listed(folder, "tasks")),
            projects=tuple(listed(folder, "projects")),
            facts=tuple(records(folder / FACTS) or []) if (folder / FACTS).exists() else (),
            offers=tuple(offers_read(folder)),
        )
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(str(step) for step in first["loc"])
        raise DistrictError(
            f"{folder} 有 {error.error_count()} 处不合要求，第一处在 {place}：{first['msg']}"
        ) from error
