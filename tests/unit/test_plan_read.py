"""Reading plans: an invented one of another shape in .md, .docx and .pdf, and the real one."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from plan_examples import INVENTED, OTHER, REAL, pdf_write, plan_in, plan_of, real_only

from louyu.plan.document import DocumentError, document_read


def test_a_plan_with_other_indicators_years_and_columns() -> None:
    plan = plan_in(INVENTED)
    assert (plan.missing, plan.unread) == ((), ())
    assert plan.facts.number == "青政办发〔2026〕9号"
    assert plan.facts.issuer == "青岚县人民政府办公室"
    assert plan.facts.dated == "2026-03-02"
    assert plan.facts.annexes[3] == "重点项目库"
    assert [(one.item, one.unit, sum(one.years.values())) for one in plan.targets] == [
        ("table1:1", "万㎡", 50),
        ("table1:2", "幢", 10),
        ("table1:3", "%", 433),
        ("table1:4", "家", 20),
        ("table1:5", "幢", 25),
    ]
    assert plan.targets[1].base == {2025: 2}
    assert [note.item for note in plan.notes] == ["note:1", "note:2"]
    assert [(task.task, task.lead, task.extras["完成时限"]) for task in plan.tasks] == [
        ("统筹空间供给", ("县发改局",), "2026年底"),
        ("统筹空间供给", ("县发改局",), "长期"),
        ("做优企业服务", ("县政务服务中心",), "长期"),
    ]
    assert [(one.name, one.stage, one.area) for one in plan.projects] == [
        ("青石广场", "竣工", 95000),
        ("望溪大厦", "在建", 60200),
        ("云杉中心", "在建", 120000),
    ]
    assert [(one.item, one.over) for one in plan.totals] == [
        ("annex3:subtotal1", ("annex3:1",)),
        ("annex3:subtotal2", ("annex3:2", "annex3:3")),
        ("annex3:total", ("annex3:1", "annex3:2", "annex3:3")),
    ]
    assert {one.frequency for one in plan.mechanisms} == {"每年", "每季度", "每半年"}


def test_a_plan_with_chapters_base_years_and_leads_in_words() -> None:
    plan = plan_in(OTHER)
    assert (plan.missing, plan.unread) == (("重大项目清单", "领导小组成员单位"), ())
    assert plan.facts.title == "澄湾市楼宇经济倍增行动方案（2025-2027年）"
    assert [(one.name, one.unit, one.base, one.years[2027]) for one in plan.targets] == [
        ("税收超亿元楼宇", "幢", {2024: 28}, 40),
        ("楼宇税收", "亿元", {2024: 130}, 180),
        ("空置率", "%", {2024: Decimal("22.5")}, 15),
    ]
    vacancy = plan.goals[-1]
    assert (vacancy.name, vacancy.value, vacancy.at_most) == ("空置率", 15, True)
    assert [(task.lead, task.units) for task in plan.tasks] == [
        (("市住建局",), ("市发展改革委", "各区政府")),
        ((), ("市自然资源局", "市住建局")),
        (("市商务局",), ("市投促局", "各区政府")),
    ]
    assert [(one.item, one.units) for one in plan.sections if one.units] == [
        ("section2.1:1", ("市住建局", "市发展改革委", "各区政府")),
        ("section2.1:2", ("市自然资源局", "市住建局", "各区政府", "管委会")),
        ("section2.2:3", ("市商务局", "市投促局", "各区政府")),
    ]


def test_posts_are_kept_and_names_are_not() -> None:
    plan = plan_in(INVENTED)
    assert [(post.role, post.post) for post in plan.posts] == [
        ("组长", "县委副书记、县长"),
        ("副组长", "县委常委、常务副县长"),
    ]
    assert "甲某某" not in repr(plan)
    assert "乙某" not in repr(plan)


def test_a_group_given_as_a_table_keeps_units_only() -> None:
    plan = plan_of("附件1\n\n| 职务 | 姓名 | 单位 |\n|---|---|---|\n| 成员 | 丙某某 | 县统计局 |")
    assert [member.unit for member in plan.members] == ["县统计局"]
    assert "丙某某" not in repr(plan)


def docx_plan(path: Path) -> None:
    """Heading styles, a header of two rows, cells merged over rows, a table cut in two."""
    document = docx.Document()
    document.add_paragraph("白石区楼宇经济三年行动方案", style="Title")
    document.add_paragraph("白政办〔2027〕3号")
    document.add_paragraph("行动目标", style="Heading 1")
    document.add_paragraph("到2030年，新增商务楼宇建筑面积３０万平方米，")
    document.add_paragraph("新引进总部企业6家。")
    targets = document.add_table(rows=4, cols=5)
    for at, texts in enumerate(
        (
            ("序号", "指标", "单位", "年度目标", ""),
            ("", "", "", "2029", "2030"),
            ("1", "新增商务楼宇建筑面积", "万方", "10", "20"),
            ("2", "新引进总部企业", "家", "2", "４"),
        )
    ):
        for cell, text in zip(targets.rows[at].cells, texts, strict=True):
            cell.text = text
    targets.cell(0, 3).merge(targets.cell(0, 4))
    for at in range(3):
        targets.cell(0, at).merge(targets.cell(1, at))
    document.add_paragraph("主要任务", style="Heading 1")
    document.add_paragraph("附件1 任务清单")
    tasks = document.add_table(rows=4, cols=4)
    for at, texts in enumerate(
        (
            ("责任单位", "工作举措", "工作任务", "序号"),
            ("★区发改局、区住建局", "摸清存量楼宇底数。", "盘活存量", "1"),
            ("★区住建局", "改造老旧楼宇。", "", "2"),
            ("★区商务局", "开展楼宇招商。", "招引企业", "3"),
        )
    ):
        for cell, text in zip(tasks.rows[at].cells, texts, strict=True):
            cell.text = text
    tasks.cell(1, 2).merge(tasks.cell(2, 2))
    document.save(str(path))


def test_a_word_file(tmp_path: Path) -> None:
    docx_plan(tmp_path / "plan.docx")
    plan = plan_in(tmp_path / "plan.docx")
    assert plan.unread == ()
    assert set(plan.missing) == {"重大项目清单", "领导小组成员单位"}
    assert [(one.name, one.years) for one in plan.targets] == [
        ("新增商务楼宇建筑面积", {2029: 10, 2030: 20}),
        ("新引进总部企业", {2029: 2, 2030: 4}),
    ]
    assert [(goal.item, goal.value, goal.unit) for goal in plan.goals] == [
        ("section1", 30, "万㎡"),
        ("section1", 6, "家"),
    ]
    assert [(task.task, task.lead, task.named) for task in plan.tasks] == [
        ("盘活存量", ("区发改局",), True),
        ("盘活存量", ("区住建局",), False),
        ("招引企业", ("区商务局",), True),
    ]
    assert plan.tasks[1].place.label == "表2第3行"


def test_a_pdf_whose_tables_are_cut_by_pages(tmp_path: Path) -> None:
    targets = ["序号", "指标", "单位", "2028年", "2029年"]
    pages = [
        [
            "白石区楼宇经济行动方案",
            "白政办〔2027〕3号",
            "一、行动目标",
            "到2029年，新增商务楼宇建筑面积30万平方米；新引进总部企业6家，",
            "楼宇入驻率达到88%以上。",
            [targets, ["1", "新增商务楼宇\n建筑面积", "万方", "10", "20"]],
        ],
        [
            [targets, ["2", "楼宇入驻率", "%", "80", "88"]],
            "附件1",
            "重点项目",
            [
                ["序号", "项目名称", "建设阶段", "建设内容", "建筑面积（㎡）"],
                ["1", "白石中心", "续建", "总建筑面积5万平方\n米，其中地上", "50000"],
            ],
        ],
        [
            [
                ["", "", "", "4万平方米。", ""],
                ["2", "石桥大厦", "前期", "总建筑面积1.2万㎡。", "12000"],
                ["合计", "", "", "", "62000"],
            ]
        ],
    ]
    pdf_write(tmp_path / "plan.pdf", pages, widths=[60, 110, 70, 140, 90])
    plan = plan_in(tmp_path / "plan.pdf")
    assert plan.unread == ()
    assert [goal.value for goal in plan.goals] == [30, 6, 88]
    assert [one.name for one in plan.targets] == ["新增商务楼宇建筑面积", "楼宇入驻率"]
    assert plan.projects[0].description == "总建筑面积5万平方米，其中地上4万平方米。"
    assert plan.projects[0].place.label == "第2—3页"
    assert [(one.item, one.area) for one in plan.projects] == [
        ("annex1:1", 50000),
        ("annex1:2", 12000),
    ]
    assert plan.totals[0].value == 62000


def test_what_is_not_understood_is_named_with_its_place() -> None:
    plan = plan_of(
        "附件1\n\n序号\t项目名称\t建设阶段\t建筑面积\n1\t甲楼\t悬停\t100\n2\t乙楼\t续建\t200\t多\n"
        "3\t丙楼\t续建\n\n\n| 颜色 | 数量 |\n| 红 | 3 |\n\n"
        "序号\t指标\t单位\t2026年\n1\t新增楼宇\t幢\t若干\n"
    )
    said = {(one.place.label, one.reason) for one in plan.unread}
    assert said == {
        ("第4行", "annex1:1 的建设阶段认不出"),
        ("第5行", "这一行有5格，表头只有4列"),
        ("第6行", "这一行只有3格，表头有4列，缺的按空白处理"),
        ("第6行", "序号从1跳到3，可能漏了行"),
        ("第9行", "认不出这张表（annex1.2，列：无表头）"),
        ("第10行", "认不出这张表（annex1.2，列：无表头）"),
        ("第13行", "新增楼宇的2026年不是一个数"),
        ("第13行", "指标行没有名称或没有年度数值"),
    }


def test_rows_that_fell_out_of_their_table_are_named() -> None:
    plan = plan_of(
        "附件1\n\n序号\t项目名称\t建设阶段\n1\t甲楼\t续建\n\n2 乙楼 续建\n\n"
        "序号\t项目名称\t建设阶段\n3\t丙楼\t续建\n4\t丁楼\t续建\n6\t戊楼\t续建"
    )
    assert {(one.place.label, one.reason) for one in plan.unread} == {
        ("第6行", "像是表里的一行，分不出列"),
        ("第11行", "序号从4跳到6，可能漏了行"),
    }


def test_a_numbering_that_restarts_inside_a_table() -> None:
    plan = plan_of(
        "附件1\n\n| 序号 | 项目名称 | 建筑面积 |\n|---|---|---|\n"
        "| 一、在建项目 | | |\n| 1 | 甲楼 | 100 |\n| 2 | 乙楼 | 100 |\n"
        "| 二、前期项目 | | |\n| 1 | 丙楼 | 100 |\n"
    )
    assert [(one.item, one.stage) for one in plan.projects] == [
        ("annex1:1", "在建"),
        ("annex1:2", "在建"),
        ("annex1:3", "前期"),
    ]
    assert ["重复" in one.reason for one in plan.unread] == [True]


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("plan.wps", b"x", "另存为 .docx"),
        ("plan.docx", b"not a zip", "不是完好的 .docx"),
        ("plan.pdf", b"%PDF-1.4 broken", "文件损坏"),
        ("plan.txt", b"\xff\xff\x00\x00\x81", "编码认不出"),
        ("plan.md", b"\n\n", "没有文字"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_to_do(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=what) as caught:
        document_read(tmp_path / name)
    assert "请" in str(caught.value)


def test_texts_in_other_encodings_are_the_same_plan(tmp_path: Path) -> None:
    text = INVENTED.read_text(encoding="utf-8")
    for encoding in ("gb18030", "utf-16", "utf-8-sig"):
        path = tmp_path / f"{encoding}.md"
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        assert plan_in(path) == plan_in(INVENTED)


@real_only
def test_the_real_plan() -> None:
    plan = plan_in(REAL)
    assert (plan.missing, plan.unread) == ((), ())
    assert len(plan.targets) == 12
    assert {tuple(one.years) for one in plan.targets} == {(2024, 2025, 2026)}
    assert len(plan.tasks) == 32
    assert len({task.task for task in plan.tasks}) == 9
    assert [task.number for task in plan.tasks if not task.lead] == [2, 4, 12, 26, 31]
    assert len(plan.projects) == 45
    assert [one.number for one in plan.projects if one.area is None] == [28, 35]
    assert Counter(one.stage for one in plan.projects) == {
        "续建": 22,
        "新开工": 12,
        "前期": 6,
        "竣备": 5,
    }
    assert [one.value for one in plan.totals] == [Decimal(6011702)]
    assert len(plan.members) == 32  # 31 units and 各街镇
    assert (len(plan.notes), len(plan.duties), len(plan.posts)) == (3, 8, 2)
    goals = {(goal.name, goal.value, goal.unit, goal.over) for goal in plan.goals}
    assert {
        ("商务楼宇建筑面积", 600, "万㎡", True),
        ("亿元楼宇", 36, "幢", False),
        ("楼宇内规（限）上企业", 600, "家", True),
        ("新增商务楼宇建筑面积", 300, "万㎡", False),
        ("新规划商服楼宇地块", 1100, "亩", True),
        ("楼宇税收规模", 100, "亿元", True),
        ("5亿元以上楼宇", 5, "幢", True),
        ("累计认定特色产业楼宇", 15, "幢", False),
        ("培育招引总部企业", 35, "家", False),
        ("新增规（限）上企业", 300, "家", True),
        ("属地纳税率", 90, "%", False),
        ("楼宇基层党组织覆盖率", 70, "%", False),
        ("楼宇统一运营空间", 50, "个", False),
        ("楼宇运营服务评价达标", 30, "幢", False),
        ("更新改造老旧楼宇", 10, "幢", False),
    } <= goals
    assert [goal.name for goal in plan.goals if goal.doubled] == [
        "商务楼宇建筑面积",
        "亿元楼宇",
        "楼宇内规（限）上企业",
    ]
    assert len(plan.goals) == 19
    assert [one.frequency for one in plan.mechanisms] == [
        "每年",
        "一月一更新",
        "每季度",
        "每半年",
        "年底",
    ]
    assert len([one for one in plan.sections if one.units]) == 9
