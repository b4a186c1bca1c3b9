"""Options that several commands share, and how a command says that it could not do its work."""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from louyu.district import DistrictError
from louyu.edition import EditionError
from louyu.engine import EngineError
from louyu.standards.calendar import month_of

P = ParamSpec("P")
R = TypeVar("R")


class NotDone(click.ClickException):
    """A command that could not do its work: exit code 2 and a Chinese sentence."""

    exit_code = 2

    def format_message(self) -> str:
        return f"未完成：{self.message}"


home_option = click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="LOUYU_HOME",
    default="var",
    show_default=True,
    help="数据目录（环境变量 LOUYU_HOME）",
)
district_option = click.option(
    "--district",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="LOUYU_DISTRICT",
    default="districts/sample",
    show_default=True,
    help="区县文件夹（环境变量 LOUYU_DISTRICT）",
)


class MonthType(click.ParamType[int]):
    """A month as people write it, kept as ``YYYYMM``."""

    name = "年-月"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        found, problem = month_of(value)
        if found is None:
            self.fail(problem.sentence if problem else "请写月份，如 2025-06", param, ctx)
        return found


month_option = click.option("--month", type=MonthType(), help="月份，如 2026-10")
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


def answering(command: Callable[P, R]) -> Callable[P, R]:
    """Says known errors as one sentence and exit code 2 instead of a traceback."""

    @wraps(command)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except BrokenPipeError:
            raise  # Whoever reads the output has had enough; click knows what to do.
        except (DistrictError, EditionError, EngineError, OSError) as error:
            raise NotDone(str(error)) from error

    return answered


def json_print(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))
