"""``louyu account`` gives posts; ``louyu audit`` checks and exports the operation log."""

import json
from pathlib import Path
from typing import Any

import click

from louyu.commands.options import NotDone, answering, district_option, home_option, json_option


@click.group()
def account() -> None:
    """开账号、授岗位。"""


@account.command("add")
@click.argument("username")
@click.option("--name", required=True, help="姓名")
@click.option("--role", required=True, help="角色：task_force、leader、clerk、liaison、operator…")
@click.option("--unit", required=True, help="单位")
@click.option("--scope", multiple=True, help="街镇名称、楼宇编码或企业编号，可多次")
@click.option("--tax", default="hidden", help="税收权限：hidden、banded、exact", show_default=True)
@click.option("--manages-unit", is_flag=True, help="本单位管理人")
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False), help="密码文件")
@home_option
@district_option
@answering
def account_add(
    home: Path, district: Path, username: str, password_file: Path | None, **said: Any
) -> None:
    """增加账号（已有则只加岗位）。新账号的密码从文件读，或在终端输入。"""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from louyu.web.people.giving import give
    from louyu.web.people.models import Account
    from louyu.web.people.rights import Clearance
    from louyu.web.people.roles import ROLES

    if said["role"] not in ROLES:
        raise NotDone(f"没有角色“{said['role']}”，可用：{'、'.join(ROLES)}")
    if said["tax"] not in set(Clearance):
        raise NotDone(f"没有税收权限“{said['tax']}”，可用：{'、'.join(Clearance)}")
    password = None
    if not Account.objects.filter(username=username).exists():
        if password_file is not None:
            password = password_file.read_text(encoding="utf-8").strip()
        else:
            password = click.prompt("密码", hide_input=True, confirmation_prompt="再输一遍")
        try:
            validate_password(password)
        except ValidationError as error:
            raise NotDone("密码不合要求：" + "".join(error.messages)) from None
    post = give(
        username, said["name"], password, role=said["role"], unit=said["unit"],
        names=said["scope"], clearance=Clearance(said["tax"]), manages_unit=said["manages_unit"],
    )  # fmt: skip
    click.echo(f"{username}：{post}")


@account.command("list")
@json_option
@home_option
@district_option
@answering
def account_list(home: Path, district: Path, as_json: bool) -> None:
    """列出账号和岗位。"""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from louyu.web.people.models import Post

    rows = [
        {
            "username": post.account.username, "name": post.account.name, "role": post.role,
            "unit": post.unit, "scope": post.names, "tax": post.clearance,
            "from": str(post.from_on), "until": str(post.until_on) if post.until_on else None,
        }
        for post in Post.objects.select_related("account")
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in rows:
        scope = "、".join(row["scope"])
        click.echo(f"{row['username']:14} {row['name']}  {row['unit']}  {row['role']}  {scope}")


@click.group()
def audit() -> None:
    """核对、导出操作日志。"""


@audit.command("verify")
@json_option
@home_option
@district_option
@answering
def audit_verify(home: Path, district: Path, as_json: bool) -> None:
    """逐条核对操作日志的校验链。被动过时指出第几条，退出码 1。"""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from louyu.web.ledger.audit import breaks, head, head_missing

    found = [*breaks(), *head_missing(home)]
    number, sha256 = head()
    if as_json:
        wrong = [{"number": each.number, "wrong": each.wrong} for each in found]
        said = {"entries": number, "head": sha256, "breaks": wrong}
        click.echo(json.dumps(said, ensure_ascii=False, indent=1))
    else:
        for each in found:
            click.echo(f"第 {each.number} 条：{each.wrong}")
        click.echo(f"共 {number} 条，末条校验和 {sha256[:16]}…，" + ("有改动" if found else "完好"))
    if found:
        raise SystemExit(1)


@audit.command("head")
@home_option
@district_option
@answering
def audit_head(home: Path, district: Path) -> None:
    """把日志末条的校验和追加到 audit_heads.csv（每日运行，另存他处即为凭证）。"""
    from louyu.web.server import site_set_up

    site_set_up(home, district)
    from louyu.web.ledger.audit import head_exported

    number, sha256 = head_exported(home)
    click.echo(f"第 {number} 条 {sha256}")
