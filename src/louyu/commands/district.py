"""``louyu district new`` makes a place's folder from its action plan; ``check`` validates one."""

import csv
import json
import shutil
from pathlib import Path

import click
import yaml

from louyu.district import DistrictError, district_read
from louyu.plan.document import DocumentError, document_read
from louyu.plan.founding import Founding, Seat, founding
from louyu.plan.read import plan_read

UNFILLED = "待补清单.md"


@click.group()
def district() -> None:
    """区县文件夹：一个地方和它的规则。"""


@district.command()
@click.argument("name")
@click.option("--plan", "document", type=click.Path(path_type=Path), required=True, help="行动方案")
@click.option("--city", default="", help="所在市")
@click.option("--province", default="", help="所在省")
@click.option("--code", default="", help="行政区划代码")
@click.option("--streets", type=click.Path(path_type=Path), help="街镇名单 CSV：name,code")
@click.option(
    "--like",
    type=click.Path(path_type=Path),
    default=Path("districts/sample"),
    show_default=True,
    help="照此区县的契约和参数",
)
@click.option(
    "--into", type=click.Path(path_type=Path), default=Path("districts"), show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def new(
    name: str,
    document: Path,
    city: str,
    province: str,
    code: str,
    streets: Path | None,
    like: Path,
    into: Path,
    as_json: bool,
) -> None:
    """由行动方案新建区县文件夹 INTO/NAME，并列出还要补的内容。"""
    folder = into / name
    if folder.exists():
        raise click.ClickException(f"{folder} 已存在，不会覆盖；请换名或先移走")
    try:
        pattern = district_read(like)
        plan = plan_read(document_read(document))
        seat = Seat(name, city, province, code, street_list(streets) if streets else ())
    except (DistrictError, DocumentError) as error:
        raise click.ClickException(str(error)) from error
    made = founding(plan, pattern, seat=seat)
    folder_write(folder, made, like)
    district_read(folder)
    if as_json:
        click.echo(
            json.dumps(
                {"folder": str(folder), "unfilled": made.unfilled}, ensure_ascii=False, indent=2
            )
        )
        return
    click.echo(
        f"已建 {folder}：{len(plan.targets)} 项年度指标、{len(plan.goals)} 项累计目标、"
        f"{len(plan.tasks)} 项任务、{len(plan.projects)} 个项目"
    )
    click.echo(f"还要补 {len(made.unfilled)} 处，也记在 {folder / UNFILLED}：")
    for item in made.unfilled:
        click.echo(f"  - {item}")


@district.command()
@click.argument("folder", type=click.Path(path_type=Path))
def check(folder: Path) -> None:
    """检查区县文件夹是否合乎要求。"""
    try:
        read = district_read(folder)
    except DistrictError as error:
        click.echo(str(error), err=True)
        raise SystemExit(2) from error
    click.echo(
        f"{read.name}：{len(read.streets)} 个街镇、{len(read.departments)} 个部门、"
        f"{len(read.contracts)} 个数据集、{len(read.targets)} 项年度指标"
    )


def street_list(path: Path) -> list[tuple[str, str]]:
    """Names and codes of a CSV with these two columns, UTF-8 with or without BOM."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            return [(row["name"], row["code"]) for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, KeyError) as error:
        raise DistrictError(
            f"街镇名单 {path} 读不出：需要 UTF-8 的 CSV，表头为 name,code"
        ) from error


def folder_write(folder: Path, made: Founding, like: Path) -> None:
    """Writes the folder whole or not at all: built beside its place, then renamed into it."""
    building = folder.with_name(f".{folder.name}.building")
    shutil.rmtree(building, ignore_errors=True)
    (building / "plan").mkdir(parents=True)
    shutil.copytree(like / "sources", building / "sources")
    shutil.copy(like / "parameters.yml", building / "parameters.yml")
    for path, content in made.files.items():
        (building / path).write_text(
            yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100),
            encoding="utf-8",
        )
    unfilled = "".join(f"- [ ] {item}\n" for item in made.unfilled)
    (building / UNFILLED).write_text(f"# 待补清单\n\n{unfilled}", encoding="utf-8")
    building.rename(folder)
