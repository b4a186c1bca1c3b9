"""A plan of another place becomes that place's folder; what it does not tell is listed."""

from pathlib import Path

from click.testing import CliRunner

from louyu.commands.district import district
from louyu.district import district_read

SAMPLE = Path(__file__).parents[2] / "districts" / "sample"

PLAN = """\
# 青溪区楼宇经济三年行动计划

## 一、行动目标

到2027年，全区亿元楼宇达到12幢以上，商务楼宇建筑面积突破200万平方米。

年度发展指标

| 序号 | 指标名称 | 单位 | 2025年 | 2026年 | 2027年 |
|---|---|---|---|---|---|
| 1 | 新增税收亿元楼宇 | 幢 | 1 | 2 | 3 |
| 2 | 企业入驻率 | % | 70 | 75 | 80 |
| 3 | 新增夜间经济示范点 | 个 | 2 | 2 | 2 |

附件1

任务清单

| 序号 | 工作任务 | 工作举措 | 责任单位 |
|---|---|---|---|
| 1 | 数据归集 | 每月归集楼宇数据。 | *区税务局、区统计局，属地街镇 |
| 2 | 数据治理 | 建立台账。 | 区数字办 |

备注：带“*”为牵头单位。

附件2

重大项目清单

| 序号 | 项目名称 | 建设类别 | 建设内容和规模 | 建筑面积（平方米） |
|---|---|---|---|---|
| 1 | 青溪云塔 | 续建 | 总建筑面积 12000 平方米。 | 12000 |
| 2 | 北岸厂房 | 前期 | 建设厂房。 | / |
"""


def test_a_folder_is_made_and_its_gaps_are_listed(tmp_path: Path) -> None:
    (tmp_path / "plan.md").write_text(PLAN, encoding="utf-8")
    (tmp_path / "streets.csv").write_text("name,code\n北岸街道,001\n", encoding="utf-8-sig")
    asked = ["new", "青溪区", "--plan", str(tmp_path / "plan.md"), "--into", str(tmp_path)]
    asked += ["--like", str(SAMPLE), "--streets", str(tmp_path / "streets.csv")]

    said = CliRunner().invoke(district, asked)
    assert said.exit_code == 0, said.output

    made = district_read(tmp_path / "青溪区")
    assert made.name == "青溪区"
    assert made.first_month == 202401
    assert [street.name for street in made.streets] == ["北岸街道"]
    assert {t.indicator: t.targets for t in made.targets} == {
        "new_yi_buildings": {2025: 1, 2026: 2, 2027: 3},
        "occupancy_rate": {2025: 70, 2026: 75, 2027: 80},
    }
    assert {g.indicator: (g.target, g.comparison) for g in made.goals} == {
        "yi_buildings": (12, "at_least"),
        "floor_area": (200, "over"),
    }
    tasks = {task.number: (task.lead, task.units) for task in made.tasks}
    assert tasks[1] == (("tax",), ("statistics", "street"))
    assert tasks[2] == ((), ("区数字办",))
    assert [project.floor_area for project in made.projects] == [12000, None]

    unfilled = (tmp_path / "青溪区" / "待补清单.md").read_text(encoding="utf-8")
    for gap in ("新增夜间经济示范点", "annex2:2", "authorities", "departments → planning"):
        assert gap in unfilled, gap
    assert "streets：" not in unfilled

    again = CliRunner().invoke(district, asked)
    assert again.exit_code == 1 and "已存在" in again.output
