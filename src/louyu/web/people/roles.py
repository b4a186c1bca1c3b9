"""角色 roles: what people of a post may do, and how far they may look.

A role is a row of `ROLES`; menus, the rights test and the admin's choices are derived from it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Ability(StrEnum):
    """What a page can ask of its reader."""

    READ = "read"
    EXPORT = "export"
    SUBMIT = "submit"
    CORRECT = "correct"
    JUDGE = "judge"
    RULE = "rule"
    BUILD = "build"
    CLOSE = "close"
    POLICY = "policy"
    AUDIT = "audit"
    PEOPLE = "people"
    GEOGRAPHY = "geography"
    ACCOUNT = "account"


ABILITY_LABELS = {
    Ability.READ: "看数",
    Ability.EXPORT: "导出",
    Ability.SUBMIT: "报送",
    Ability.CORRECT: "更正",
    Ability.JUDGE: "归并判断",
    Ability.RULE: "裁定矛盾",
    Ability.BUILD: "编制",
    Ability.CLOSE: "关账",
    Ability.POLICY: "管政策",
    Ability.AUDIT: "查日志",
    Ability.PEOPLE: "管账号",
    Ability.GEOGRAPHY: "导入地理数据",
    Ability.ACCOUNT: "管自己的账号",
}


class Reach(StrEnum):
    """What the names of a post's scope are names of."""

    DISTRICT = "district"
    STREETS = "streets"
    BUILDINGS = "buildings"
    ENTERPRISE = "enterprise"
    NOTHING = "nothing"


REACH_LABELS = {
    Reach.DISTRICT: "全区",
    Reach.STREETS: "街镇",
    Reach.BUILDINGS: "楼宇",
    Reach.ENTERPRISE: "本企业",
    Reach.NOTHING: "不看数",
}


@dataclass(frozen=True)
class Role:
    """A kind of post."""

    key: str
    label: str
    reach: Reach
    abilities: frozenset[Ability]
    about: str


def role(key: str, label: str, reach: Reach, *abilities: Ability, about: str) -> Role:
    return Role(key, label, reach, frozenset({*abilities, Ability.ACCOUNT}), about)


A = Ability
ROLES: dict[str, Role] = {
    each.key: each
    for each in (
        role(
            "task_force", "专班", Reach.DISTRICT,
            A.READ, A.EXPORT, A.SUBMIT, A.CORRECT, A.JUDGE, A.RULE, A.BUILD, A.CLOSE,
            A.POLICY, A.GEOGRAPHY,
            about="统筹全区楼宇经济：看全区，收数，编制，裁定，关账",
        ),
        role("leader", "领导", Reach.DISTRICT, A.READ, A.EXPORT, about="看全区，追溯每个数"),
        role(
            "clerk", "部门经办", Reach.DISTRICT,
            A.READ, A.EXPORT, A.SUBMIT, A.CORRECT, A.JUDGE, A.RULE, A.POLICY,
            about="报送本部门数据，裁定归本部门的矛盾",
        ),
        role(
            "liaison", "街镇联络员", Reach.STREETS,
            A.READ, A.EXPORT, A.SUBMIT, A.CORRECT,
            about="看本街镇的楼宇和企业，报送、更正",
        ),
        role(
            "operator", "楼宇运营方", Reach.BUILDINGS,
            A.READ, A.SUBMIT, A.CORRECT,
            about="看自己运营的楼宇，报送入驻，更正",
        ),
        role("enterprise", "企业", Reach.ENTERPRISE, A.READ, A.CORRECT, about="看自己的档案，更正"),
        role(
            "auditor", "审计", Reach.DISTRICT, A.READ, A.AUDIT,
            about="看全区和全部操作日志，不改任何数",
        ),
        role(
            "administrator", "管理员", Reach.NOTHING, A.PEOPLE, A.GEOGRAPHY,
            about="开账号、授岗位，导入地理数据，不看数",
        ),
    )
}  # fmt: skip
