"""Facts of every kind that the tests of rules ask about, with formulas; invented (演示数据)."""

import datetime as dt

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from louyu.services.policy.fact import Catalogue, Fact, Kind
from louyu.services.policy.judging import Facts, Stated

TODAY = dt.date(2025, 2, 28)

STORED = (
    Fact("here", "区内注册", Kind.FLAG, "登记机关属本区", "市场监管局"),
    Fact("hightech", "高新技术企业", Kind.FLAG, "证书有效", "科技局", aliases=("高企",)),
    Fact("tax", "上年税收", Kind.MONEY, "上一年入库税收", "税务局", aliases=("上年度税收",)),
    Fact("tax_before", "前年税收", Kind.MONEY, "上年之前一年的税收", "税务局"),
    Fact("area", "使用面积", Kind.AREA, "在区内楼宇的面积", "街镇"),
    Fact("staff", "从业人数", Kind.COUNT, "期末从业人员", "统计局", unit="人"),
    Fact("firms", "入驻企业数", Kind.COUNT, "楼内企业", "街镇", unit="家"),
    Fact("research", "研发费用占比", Kind.RATIO, "研发费用占营业收入", "科技局"),
    Fact("since", "入驻日期", Kind.DATE, "租约开始的日子", "街镇", aliases=("入驻",)),
    Fact("industry", "行业", Kind.INDUSTRY, "GB/T 4754-2017", "市场监管局"),
    Fact("kind", "组织类别", Kind.WORD, "市场主体类型", "市场监管局",
         words=(("company", "公司"), ("branch", "分公司"), ("sole", "个体工商户"))),
)  # fmt: skip
FORMULAS = (
    Fact(
        "growth", "税收增幅", Kind.RATIO, "比前年", "", formula="(上年税收 - 前年税收) ÷ 前年税收"
    ),
    Fact("dense", "单位面积税收", Kind.MONEY, "每平方米", "", formula="上年税收 ÷ 使用面积"),
    Fact("rooted", "扎根企业", Kind.FLAG, "", "", formula="区内注册 且 非 (组织类别 为 分公司)"),
)
CATALOGUE = Catalogue([*STORED, *FORMULAS])

ARROW = {
    Kind.MONEY: pa.int64(), Kind.AREA: pa.int64(), Kind.COUNT: pa.int64(), Kind.RATIO: pa.int64(),
    Kind.DATE: pa.date32(), Kind.FLAG: pa.bool_(), Kind.INDUSTRY: pa.string(),
    Kind.WORD: pa.string(),
}  # fmt: skip

Row = dict[str, int | str | bool | dt.date | None]


def known(**values: int | str | bool | dt.date | None) -> Facts:
    """What is known of one subject, in stored units; all else is not."""
    return {key: Stated(value) for key, value in values.items() if value is not None}


def arrow(rows: list[Row]) -> pa.Table:
    """One row per subject, its number as key; what a row does not say is null."""
    columns = {
        fact.key: pa.array([row.get(fact.key) for row in rows], ARROW[fact.kind])
        for fact in CATALOGUE.stored
    }
    return pa.table({"subject": pa.array(range(len(rows)), pa.int64()), **columns})


def facts_in(con: ibis.BaseBackend, rows: list[Row], name: str = "facts") -> Table:
    return con.create_table(name, arrow(rows), overwrite=True)
