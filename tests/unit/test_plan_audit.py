"""Auditing plans: a consistent plan has no findings; change one figure and it shows."""

from decimal import Decimal

import pytest
from plan_examples import INVENTED, REAL, plan_in, plan_of, real_only

from louyu.plan.audit import plan_findings
from louyu.plan.finding import RULES, Finding

TEXT = INVENTED.read_text(encoding="utf-8")


def changed(*changes: tuple[str, str]) -> list[Finding]:
    text = TEXT
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return plan_findings(plan_of(text))


def test_a_consistent_plan_has_no_findings() -> None:
    assert plan_findings(plan_of(TEXT)) == []


ROW_1 = "| 1 | 9.5 | 青石广场 |"
MUTATIONS: list[tuple[str, str, str, tuple[str, ...], str]] = [
    # What is written, what instead, the rule, its items, what the message must say.
    (
        "| 8 | 10 | 10 | 10 | 12 |",
        "| 8 | 10 | 10 | 10 | 11 |",
        "target-sum",
        ("table1:1", "section2:1"),
        "8+10+10+10+11 = 49万㎡，达不到目标“新增商务楼宇建筑面积”50万㎡，差 1万㎡",
    ),
    (
        "| 2 | 1 | 2 | 2 | 2 | 3 |",
        "| 1 | 1 | 2 | 2 | 2 | 3 |",
        "target-sum",
        ("table1:2", "section2:2"),
        "加上期初 1幢，距目标“税收亿元楼宇”12幢还差 1幢",
    ),
    (
        "新引进总部企业20家以上",
        "新引进总部企业超20家",
        "target-sum",
        ("table1:4", "section2:2"),
        "还没有“超”过",
    ),
    ("| 87 | 90 | 92 |", "| 87 | 86 | 92 |", "last-year", ("table1:3",), "2029年的目标比2028年低"),
    (
        "| 90 | 92 | |",
        "| 90 | 91 | |",
        "last-year",
        ("table1:3", "section2:3"),
        "2030年为 91%，目标“楼宇入驻率”为 92%",
    ),
    (
        "更新改造老旧楼宇25幢。",
        "更新改造老旧楼宇25幢，改造老旧厂房3处。",
        "goal-without-years",
        ("section2:1",),
        "改造老旧厂房3处",
    ),
    (
        "到2030年底，全县楼宇入驻率",
        "到2031年底，全县楼宇入驻率",
        "goal-year",
        ("table1:3", "section2:3"),
        "到2031年",
    ),
    (
        "| 总计 | 27.52 |",
        "| 总计 | 28.52 |",
        "stated-total",
        ("annex3:total",),
        "写明合计 285200㎡，3 行有数，之和 275200㎡，合计多 10000㎡",
    ),
    (
        "| 小计 | 18.02 |",
        "| 小计 | 6.02 |",
        "stated-total",
        ("annex3:subtotal2",),
        "第3号“云杉中心”",
    ),
    (ROW_1, ROW_1.replace("9.5", "工业"), "area-no-number", ("annex3:1",), "写的是“工业”"),
    (ROW_1, ROW_1.replace("9.5", "9.1"), "area-mismatch", ("annex3:1",), "相差 4000㎡"),
    (
        ROW_1,
        ROW_1.replace("9.5", "7.6"),
        "area-meaning",
        ("annex3:1",),
        "地上建筑面积：1号。按地上计而另有总面积的，若改按总建筑面积计，合计要多 19000㎡",
    ),
    ("地下1.9万", "地下2.9万", "area-arithmetic", ("annex3:1",), "相差 10000㎡"),
    ("容积率4.0", "容积率5.0", "area-arithmetic", ("annex3:1",), "容积率 5 = 95000㎡"),
    ("办公面积40000", "办公面积90000", "area-arithmetic", ("annex3:2",), "大于全部 60200㎡"),
    (
        "总建筑面积12万平方米，其中A-11",
        "由甲、乙、丙共2个地块组成，总建筑面积12万平方米，其中A-11",
        "counted-list",
        ("annex3:3",),
        "列出 3 个（甲、乙、丙），写的是共 2 个",
    ),
    (
        "A-12地块地上总建筑面积4.4万平方米。",
        "A-12地块地上总建筑面积4.4万平方米。含青石广场。",
        "project-inside",
        ("annex3:3", "annex3:1"),
        "合计可能重复 95000㎡",
    ),
    ("| 望溪大厦 |", "| 望溪大厦A-04地块 |", "plot-name", ("annex3:2",), "名称里有地块 A-04"),
    ("其中A-11地块", "其中A-03地块", "plot-shared", ("annex3:3", "annex3:2"), "A-03 也见于第2号"),
    ("| 县发改局 | 县住建局 |", "| | 县住建局 |", "task-no-lead", ("annex2:2",), "县住建局"),
    (
        "| 县发改局 | 县住建局 |",
        "| 县发改局、县住建局 | |",
        "task-two-leads",
        ("annex2:2",),
        "县发改局、县住建局",
    ),
    (
        "| 县发改局 | 县住建局 |",
        "| 有关部门 | 县住建局 |",
        "task-lead-generic",
        ("annex2:2",),
        "有关",
    ),
    (
        "| 县发改局 | 县住建局 | |",
        "| 县发改局 | 县住建局 | 统筹空间供给 |",
        "task-name-repeated",
        (),
        "",
    ),
    (
        "| 县发改局 | 县住建局 |",
        "| 县发改局 | 县住建局、县财政局 |",
        "task-units-differ",
        ("section3:1", "annex2:2"),
        "只在清单：县财政局",
    ),
    (
        "县税务局、各乡镇）",
        "县税务局、县商务局、各乡镇）",
        "task-units-differ",
        ("section3:2", "annex2:3"),
        "只在正文：县商务局",
    ),
    ("（二）做优企业服务", "（二）提升企业服务", "task-unpaired", ("annex2:3",), "做优企业服务"),
    (
        "| 设立楼宇服务站，",
        "| 设立企业服务站，",
        "task-wording",
        ("section3:2", "annex2:3"),
        "正文“设立[楼宇]服务站每季度”，清单“设立[企业]服务站每季度”",
    ),
    (
        "| 县发改局 | 各乡镇 |",
        "| 县发展和改革局 | 各乡镇 |",
        "unit-names",
        ("annex1.1:1", "annex1.2:1", "section3:1", "annex2:2", "annex2:1"),
        "“县发改局”（4处）、“县发展和改革局”（1处）",
    ),
    (
        "县住建局、县政务服务中心、县税务局、各乡镇。",
        "县住建局、县政务服务中心、各乡镇。",
        "unit-outside-group",
        ("section3:2", "annex2:3"),
        "县税务局",
    ),
    (
        "县税务局、各乡镇。",
        "县税务局、县体育局、各乡镇。",
        "member-idle",
        ("annex1.1:5",),
        "县体育局",
    ),
    ("由县长任组长", "由县委书记任组长", "group-posts", ("section4", "annex1.1:1"), "县委书记"),
    ("3．重点项目库", "3．重点项目库\n4．考核办法", "annex-missing", ("annex4",), "考核办法"),
    ("| 长期 | 3 |", "| 长期 | 4 |", "serial-gap", ("annex2:2", "annex2:4"), "从 2 跳到 4"),
    (
        "更新改造老旧楼宇25幢。",
        "更新改造老旧楼宇25幢，累计更新改造老旧楼宇30幢。",
        "goal-twice",
        ("section2:1", "section2:1"),
        "25幢 与“累计更新改造老旧楼宇”30幢",
    ),
    (
        "税收更高。**",
        "税收更高。**实现“两个倍增”目标。",
        "counted-goals",
        ("section2:2",),
        "有 0 个",
    ),
    (
        "一、竣工项目（1个） | | | | |\n| 1 | 9.5 | ",
        "一、竣工项目（1个） | | | | |\n| 1 | 7.5 | ",
        "completed-area",
        ("table1:1", "annex3:1"),
        "合计 75000㎡，少于2026年目标 80000㎡，差 5000㎡",
    ),
    ("〔2026〕9号", "〔2025〕9号", "document-dates", ("document",), "2026-03-02"),
]


@pytest.mark.parametrize(("old", "new", "rule", "items", "says"), MUTATIONS)
def test_one_change_one_finding(
    old: str, new: str, rule: str, items: tuple[str, ...], says: str
) -> None:
    found = [one for one in changed((old, new)) if one.rule == rule]
    if rule == "task-name-repeated":  # only where other rows are carried down
        assert found == []
        return
    assert items in [one.items for one in found]
    assert says in next(one.message for one in found if one.items == items)
    assert len(found) == (2 if rule == "task-unpaired" else 1)  # missing here and missing there


def test_a_goal_that_doubles_says_what_stood_at_the_start() -> None:
    doubled = ("税收亿元楼宇达到12座", "税收亿元楼宇倍增，总数达到{}座")
    (twice,) = changed((doubled[0], doubled[1].format(20)))
    assert (twice.severity, twice.figures["期初应有"]) == ("info", Decimal(10))
    (less,) = changed((doubled[0], doubled[1].format(26)))
    assert less.severity == "warning"
    assert "推出期初 16幢，不是目标的一半 13幢" in less.message


def test_a_project_listed_twice() -> None:
    again = (
        "| 3 | 12 | 云杉中心 |",
        "| 4 | 4 | 望溪大厦商务楼 | 城关镇 | 总建筑面积60200平方米，其中办公40000平方米。 |\n"
        "| 3 | 12 | 云杉中心 |",
    )
    found = [one for one in changed(again) if one.rule == "project-twice"]
    assert [one.items for one in found] == [("annex3:2", "annex3:4")]
    assert found[0].figures["重复"] == 40000


@real_only
def test_every_rule_is_shown_here_and_says_what_it_checks() -> None:
    shown = {rule for _, _, rule, _, _ in MUTATIONS}
    assert set(RULES) == shown | {"project-twice", "area-unverified", "land-repeated"}
    assert all(rule.title and rule.checks.endswith("。") for rule in RULES.values())


REAL_FINDINGS: dict[str, list[tuple[str, ...]]] = {
    # rule: the items of each finding, every one checked by reading the document
    "target-sum": [
        ("table1:1", "section2"),
        ("table1:2", "section2"),
        ("table1:5", "section2"),
        ("table1:5", "section2:2"),
    ],
    "goal-without-years": [("section2:1", "section2:2")],
    "completed-area": [
        ("table1:1", "annex3:2", "annex3:5", "annex3:7", "annex3:8", "annex3:24"),
    ],
    "area-no-number": [("annex3:28",), ("annex3:35",)],
    "area-meaning": [
        tuple(f"annex3:{at}" for at in (5, 17, 18, 19, 21, 23, 32, 33, 11, 12, 13)),
    ],
    "area-mismatch": [("annex3:10",), ("annex3:37",)],
    "area-unverified": [("annex3:1", "annex3:4", "annex3:42")],
    "area-arithmetic": [("annex3:22",)],
    "land-repeated": [("annex3:13",), ("annex3:13",)],
    "counted-list": [("annex3:13",)],
    "project-twice": [("annex3:18", "annex3:22")],
    "project-inside": [("annex3:3", "annex3:4")],
    "plot-shared": [("annex3:8", "annex3:9"), ("annex3:13", "annex3:30", "annex3:41", "annex3:42")],
    "plot-name": [("annex3:25",)],
    "task-no-lead": [(f"annex2:{at}",) for at in (2, 4, 12, 26, 31)],
    "task-two-leads": [("annex2:14",)],
    "task-lead-generic": [("annex2:17",)],
    "task-name-repeated": [("annex2:28", "annex2:31")],
    "task-units-differ": [("section3.2:3", "annex2:19"), ("section3.3:2", "annex2:27")],
    "task-wording": [
        ("section3.1:2", "annex2:5"),
        ("section3.1:2", "annex2:5"),
        ("section3.2:1", "annex2:11"),
        ("section3.2:1", "annex2:11"),
        ("section3.2:2", "annex2:16"),
        ("section3.3:1", "annex2:23"),
        ("section3.3:2", "annex2:24"),
        ("section3.3:3", "annex2:29"),
    ],
    "unit-outside-group": [("section3.2:3", "annex2:20")],
    "member-idle": [("annex1.1:1", "annex1.1:3", "annex1.1:26")],
    "group-posts": [("section4:1", "annex1.1:2")],
}


@real_only
def test_the_real_plan() -> None:
    found: dict[str, list[tuple[str, ...]]] = {}
    findings = plan_findings(plan_in(REAL))
    for one in findings:
        found.setdefault(one.rule, []).append(one.items)
    names = found.pop("unit-names")
    assert len(names) == 5
    assert found == REAL_FINDINGS
    by_rule = {one.rule: one for one in findings}
    assert by_rule["project-twice"].figures["重复"] == 62664
    assert by_rule["project-inside"].figures["重复"] == 190000
    assert by_rule["area-arithmetic"].figures["相差"] == -2987
    assert by_rule["completed-area"].figures["竣备合计"] == 490645
    assert by_rule["area-meaning"].figures["按总建筑面积计应多"] == Decimal("128931.30")
    assert "第36号的地上建筑面积 53000，疑为串行" in by_rule["area-mismatch"].message
