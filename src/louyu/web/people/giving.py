"""授岗 giving: accounts and posts from the command line and for the demonstration."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from louyu.district import District
from louyu.web.ledger.audit import Action, record
from louyu.web.people.models import Account, Post
from louyu.web.people.rights import Clearance


def give(
    username: str,
    name: str,
    password: str | None,
    *,
    role: str,
    unit: str,
    names: Sequence[str] = (),
    clearance: Clearance = Clearance.HIDDEN,
    manages_unit: bool = False,
    author: str = "命令行",
) -> Post:
    """Gives somebody a post, and an account if there is none."""
    with transaction.atomic():
        account = Account.objects.filter(username=username).first()
        if account is None:
            account = Account.objects.create_user(username, password, name=name)
        post = Post.objects.create(
            account=account, role=role, unit=unit, names=list(names), clearance=clearance,
            manages_unit=manages_unit, granted_by=author,
        )  # fmt: skip
        record(Action.PEOPLE, f"增加岗位：{account} {post}", author=author)
    return post


@dataclass(frozen=True)
class Demo:
    """A demonstration account."""

    username: str
    name: str
    role: str


DEMO = (
    Demo("zhuanban", "演示·专班", "task_force"),
    Demo("lingdao", "演示·领导", "leader"),
    Demo("shuiwu", "演示·税务经办", "clerk"),
    Demo("jiedao", "演示·街道联络员", "liaison"),
    Demo("yunying", "演示·楼宇运营", "operator"),
    Demo("qiye", "演示·企业", "enterprise"),
    Demo("shenji", "演示·审计", "auditor"),
    Demo("admin", "演示·管理员", "administrator"),
)
PASSWORD_FILE = "demo_password"  # noqa: S105 - the name of a file


def demo_password(home: Path) -> str:
    """The password of this home's demonstration accounts: drawn once, readable by its owner."""
    path = home / PASSWORD_FILE
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(f"Demo-{secrets.token_hex(4)}", encoding="ascii")
    return path.read_text(encoding="ascii")


def demo_give(district: District, password: str, buildings: Sequence[str], enterprise: str) -> None:
    """Accounts for every role of an invented district, if they are not there yet."""
    street = district.streets[0].name
    tax = next((d.name for d in district.departments if d.id == "tax"), district.name)
    posts = {
        "task_force": (f"{district.name}楼宇经济专班", (), Clearance.EXACT),
        "leader": (f"{district.name}人民政府", (), Clearance.BANDED),
        "clerk": (tax, (), Clearance.EXACT),
        "liaison": (street, (street,), Clearance.BANDED),
        "operator": ("演示楼宇运营公司", tuple(buildings), Clearance.HIDDEN),
        "enterprise": ("演示企业", (enterprise,) if enterprise else (), Clearance.EXACT),
        "auditor": (f"{district.name}审计组", (), Clearance.HIDDEN),
        "administrator": ("系统管理", (), Clearance.HIDDEN),
    }
    there = set(Account.objects.values_list("username", flat=True))
    for each in DEMO:
        if each.username not in there:
            unit, names, clearance = posts[each.role]
            give(
                each.username, each.name, password, role=each.role, unit=unit, names=names,
                clearance=clearance, manages_unit=each.role in ("task_force", "liaison"),
                author="演示",
            )  # fmt: skip
