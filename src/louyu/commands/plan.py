"""``louyu plan``: reads an action-plan document, and audits it against itself.

Exit codes: 0 done; 1 read, but something expected is missing or was not understood (named), or
``audit --strict`` found an error; 2 the document cannot be read (a Chinese message says why).
"""

import json
from pathlib import Path
from typing import Any, NoReturn

import click
import yaml

from louyu.commands.plan_page import audit_page, read_page, rules_page
from louyu.plan.audit import plan_findings
from louyu.plan.document import DocumentError, document_read
from louyu.plan.finding import RULES
from louyu.plan.plan import Plan
from louyu.plan.read import plan_read
from louyu.plan.record import FILES, plan_files, plan_record, record

document_argument = click.argument("document", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON")


@click.group()
def plan() -> None:
    """读取、核对行动方案文件（.txt .md .docx .pdf）。"""


def opened(document: Path) -> Plan:
    try:
        return plan_read(document_read(document))
    except (DocumentError, OSError) as error:
        refuse(str(error))


def refuse(message: str) -> NoReturn:
    click.echo(f"未完成：{message}", err=True)
    raise SystemExit(2)


def json_print(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


@plan.command()
@document_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="把读出的内容写成此目录下的 YAML（只记职务，不记姓名）",
)
@json_option
def read(document: Path, out: Path | None, as_json: bool) -> None:
    """读出指标、目标、注、任务、项目、单位和机制，没读懂的逐条列出。"""
    found = opened(document)
    if out:
        try:
            files_write(found, out, document.name)
        except OSError as error:
            refuse(f"写不进 {out}：{error.strerror}。请换一个目录或检查权限")
    if as_json:
        json_print(plan_record(found))
    else:
        read_page(found)
        if out:
            click.echo(f"已写入 {out}：{'、'.join(f'{name}.yml' for name in FILES)}")
    if found.missing or found.unread:
        raise SystemExit(1)


def files_write(found: Plan, out: Path, source: str) -> None:
    """One YAML file per kind of content, each naming the document it comes from."""
    out.mkdir(parents=True, exist_ok=True)
    number = found.facts.number or source
    for name, content in plan_files(found).items():
        text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=100)
        (out / f"{name}.yml").write_text(f"# {number}：{FILES[name]}\n{text}", encoding="utf-8")


@plan.command()
@document_argument
@click.option("--strict", is_flag=True, help="有“错误”时以 1 退出")
@json_option
def audit(document: Path, strict: bool, as_json: bool) -> None:
    """按规则核对方案自身：数字、口径、重复、单位、正文与附件。"""
    found = opened(document)
    findings = plan_findings(found)
    if as_json:
        json_print(record(findings))
    else:
        audit_page(found, findings)
    if strict and any(finding.severity == "error" for finding in findings):
        raise SystemExit(1)


@plan.command()
@json_option
def rules(as_json: bool) -> None:
    """列出核对规则：编号、名称、核对什么。"""
    if as_json:
        shown = ("id", "theme", "title", "checks")
        json_print([{name: getattr(one, name) for name in shown} for one in RULES.values()])
    else:
        rules_page()
