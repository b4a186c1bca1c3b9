"""Facts of invented enterprises, known in part, and policies as clerks would write them (演示数据).

The same seed makes the same. Thresholds are drawn from round figures, as policies have them, so
that several policies ask the same of a fact.
"""

import datetime as dt
from random import Random

import numpy as np
import pyarrow as pa

from louyu.services.policy.fact import Catalogue, Fact, Kind

TODAY = dt.date(2026, 3, 31)
WAN = 1_000_000
KINDS = (
    ("company", "公司"), ("branch", "分公司"), ("office", "办事处"), ("sole_trader", "个体工商户"),
)  # fmt: skip

FACTS = (
    Fact("registered", "区内注册", Kind.FLAG, "", "市场监管局"),
    Fact("taxed", "区内纳税", Kind.FLAG, "", "税务局"),
    Fact("hightech", "高新技术企业", Kind.FLAG, "", "科技局"),
    Fact("small_giant", "专精特新企业", Kind.FLAG, "", "经信局"),
    Fact("head_office", "总部企业", Kind.FLAG, "", "发改局"),
    Fact("listed", "上市企业", Kind.FLAG, "", "金融办"),
    Fact("offence", "失信企业", Kind.FLAG, "", "市场监管局"),
    Fact("tax", "上年税收", Kind.MONEY, "", "税务局"),
    Fact("tax_before", "前年税收", Kind.MONEY, "", "税务局"),
    Fact("local", "上年地方留成", Kind.MONEY, "", "税务局"),
    Fact("revenue", "上年营业收入", Kind.MONEY, "", "统计局"),
    Fact("capital", "注册资本", Kind.MONEY, "", "市场监管局"),
    Fact("research", "研发费用占比", Kind.RATIO, "", "科技局"),
    Fact("area", "使用面积", Kind.AREA, "", "街镇"),
    Fact("staff", "从业人数", Kind.COUNT, "", "统计局", unit="人"),
    Fact("insured", "社保人数", Kind.COUNT, "", "人社局", unit="人"),
    Fact("founded", "成立日期", Kind.DATE, "", "市场监管局"),
    Fact("since", "入驻日期", Kind.DATE, "", "街镇"),
    Fact("industry", "行业", Kind.INDUSTRY, "", "市场监管局"),
    Fact("kind", "组织类别", Kind.WORD, "", "市场监管局", words=KINDS),
    Fact("growth", "税收增幅", Kind.RATIO, "", "", formula="(上年税收 - 前年税收) ÷ 前年税收"),
    Fact("dense", "单位面积税收", Kind.MONEY, "", "", formula="上年税收 ÷ 使用面积"),
)
CATALOGUE = Catalogue(FACTS)
STORED = CATALOGUE.stored

UNKNOWN = {
    "registered": 0.02, "kind": 0.0, "industry": 0.05, "founded": 0.03, "capital": 0.08,
    "hightech": 0.1, "small_giant": 0.1, "research": 0.4, "revenue": 0.3, "staff": 0.2,
    "insured": 0.3, "since": 0.25, "area": 0.25,
}  # fmt: skip
"""The share of enterprises of which a fact is not known; 0.1 where nothing is said."""

INDUSTRIES = (
    "6513", "6531", "6540", "6319", "6429", "7310", "7320", "7452", "7212", "7251", "7121", "6621",
    "6760", "6920", "7020", "5211", "5165", "6110", "2710", "3911", "4710", "8310",
)  # fmt: skip


def facts_made(count: int, seed: int) -> pa.Table:
    """One row per enterprise, a column per stored fact, null where it is not known."""
    dice = np.random.default_rng([seed, count])
    size = np.exp(dice.normal(0, 1.4, count))  # most enterprises are small

    def money(around: float, spread: float) -> np.ndarray:
        """Around so many 万元, often a round figure."""
        exact = size * np.exp(dice.normal(0, spread, count)) * around * WAN
        rounded = np.round(exact / (10 * WAN)) * 10 * WAN
        return np.where(dice.random(count) < 0.3, rounded, exact).astype(np.int64)

    def flag(share: float) -> np.ndarray:
        return dice.random(count) < share

    def day(first: dt.date, last: dt.date) -> np.ndarray:
        days = dice.integers(0, (last - first).days, count)
        return np.datetime64(first, "D") + days.astype("timedelta64[D]")

    tax = money(60, 0.5)
    before = (tax * np.exp(dice.normal(-0.05, 0.3, count))).astype(np.int64)
    made = {
        "registered": flag(0.85), "taxed": flag(0.85), "hightech": flag(0.12),
        "small_giant": flag(0.05), "head_office": flag(0.03), "listed": flag(0.01),
        "offence": flag(0.03), "tax": tax, "tax_before": np.where(flag(0.1), 0, before),
        "local": tax * 2 // 5, "revenue": money(1500, 0.8), "capital": money(300, 1.0),
        "research": (np.abs(dice.normal(0, 0.04, count)) * 1000).astype(np.int64) * 1000,
        "area": (size * dice.uniform(50, 400, count)).astype(np.int64) * 100,
        "staff": (size * 12).astype(np.int64) + 1, "insured": (size * 10).astype(np.int64),
        "founded": day(dt.date(2000, 1, 1), TODAY), "since": day(dt.date(2015, 1, 1), TODAY),
        "industry": np.array(INDUSTRIES)[dice.integers(0, len(INDUSTRIES), count)],
        "kind": np.array([w for w, _ in KINDS])[dice.choice(4, count, p=[0.8, 0.1, 0.02, 0.08])],
    }  # fmt: skip
    columns = {
        fact.key: pa.array(made[fact.key], mask=dice.random(count) < UNKNOWN.get(fact.key, 0.1))
        for fact in STORED
    }
    return pa.table({"subject": pa.array(np.arange(count)), **columns})


def clause(dice: Random) -> str:
    """One thing that a policy asks for."""
    ways = (
        lambda: f"上年税收 不低于 {dice.choice([10, 50, 100, 200, 500, 1000])}万元",
        lambda: f"上年税收 不低于 {dice.choice([10, 50, 100, 200, 500, 1000])}万元",
        lambda: f"上年地方留成 超过 {dice.choice([20, 50, 100, 300])}万元",
        lambda: f"上年营业收入 不低于 {dice.choice([500, 2000, 5000])}万元",
        lambda: f"注册资本 不低于 {dice.choice([100, 500, 1000, 5000])}万元",
        lambda: f"研发费用占比 {dice.choice(['超过', '不低于'])} {dice.choice([3, 4, 5, 6])}%",
        lambda: (
            f"使用面积 {dice.choice(['不低于', '不超过'])} {dice.choice([100, 200, 500, 2000])}㎡"
        ),
        lambda: f"从业人数 {dice.choice(['不少于', '少于'])} {dice.choice([5, 10, 20, 50, 100])}人",
        lambda: f"社保人数 不少于 {dice.choice([5, 10, 20, 50])}人",
        lambda: f"成立日期 {dice.choice(['满', '不满'])} {dice.choice([1, 2, 3, 5])}年",
        lambda: f"入驻日期 满 {dice.choice([6, 12, 24, 36])}个月",
        lambda: f"入驻日期 不早于 {dice.choice([2018, 2020, 2023])}-01-01",
        lambda: (
            f"行业 属于 ({dice.choice(['I', 'I65', 'I65, M73', 'J', 'I, M', 'L71, L72', 'M745'])})"
        ),
        lambda: f"组织类别 {dice.choice(['为 公司', '不属于 (分公司, 办事处)'])}",
        lambda: f"税收增幅 {dice.choice(['不低于', '超过'])} {dice.choice([0, 5, 10, 15, 20])}%",
        lambda: f"单位面积税收 不低于 {dice.choice([500, 1000, 1500])}元/㎡",
        lambda: f"上年税收 ÷ 上年营业收入 不低于 {dice.choice([1, 2, 3])}%",
        lambda: dice.choice(["高新技术企业", "专精特新企业", "总部企业", "上市企业", "区内纳税"]),
    )
    return dice.choice(ways)()


def policies_made(count: int, seed: int) -> list[str]:
    """Policies of four to six clauses; some are alternatives, some are turned round."""
    dice = Random(f"{seed}/policies")
    made = []
    for _ in range(count):
        parts = ["区内注册", "非 失信企业"] if dice.random() < 0.7 else ["区内注册"]
        while len(parts) < dice.choice([4, 5, 6]):
            said = clause(dice)
            if dice.random() < 0.25:
                said = f"({said} 或 {clause(dice)})"
            elif dice.random() < 0.08:
                said = f"非 ({said} 且 {clause(dice)})"
            parts.append(said)
        made.append(" 且 ".join(dict.fromkeys(parts)))
    return made
