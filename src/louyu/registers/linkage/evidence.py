"""依据 evidence: why two records are taken for one or may be, in words, without personal data."""

import polars as pl

from louyu.registers.linkage.features import FEATURES, Floats

EXACT = {
    "uscc": "统一社会信用代码相同",
    "registration_number": "注册号相同",
    "name": "名称（含行政区划）完全一致",
}
RELATION = {
    "branch": "总部与分支机构，各为一条记录",
    "sister": "同一总部的不同分支机构",
    "successor": "同一房间先后登记，可能有承继关系",
}


def evidence(table: pl.DataFrame, pairs: pl.DataFrame, found: Floats) -> pl.Series:
    """One sentence per pair, its parts between ；."""
    facts = pl.DataFrame(found, schema=list(FEATURES), orient="row").fill_nan(None)
    trades = {f"trade_{side}": table["trade"][pairs[side].to_numpy()] for side in ("left", "right")}
    facts = facts.with_columns(**trades)
    col = pl.col
    said = [
        pl.when(col("core_alike") == 1)
        .then(pl.lit("字号与行业相同"))
        .when(col("trade_same") == 1)
        .then(pl.concat_str(pl.lit("字号相同："), "trade_left"))
        .when(col("sound_alike") == 1)
        .then(pl.concat_str(pl.lit("字号同音："), "trade_left", pl.lit("、"), "trade_right"))
        .when(col("look_same") == 1)
        .then(pl.lit("名称只差形近字"))
        .when(col("contained") == 1)
        .then(pl.lit("一方名称含另一方字号"))
        .when(col("core_alike") >= 0.7)
        .then(pl.lit("名称相近"))
        .otherwise(pl.lit("名称不同")),
        told("former_hit", 1, "与曾用名一致"),
        pl.when(col("industry_alike") < 0.2).then(pl.lit("行业用词不同")),
        told("form_same", 0, "组织形式不同"),
        pl.when(col("branch_conflict") > 0).then(pl.lit("分支机构后缀不同")),
        told("place", 0, "名称中行政区划不同"),
        told("town_same", 0, "所在城市不同"),
        pl.when((col("building_same") == 1) & (col("room_same") == 1))
        .then(pl.lit("同楼同室"))
        .when((col("number_same") == 1) & (col("road_same") == 1) & (col("room_same") == 1))
        .then(pl.lit("地址同号同室"))
        .when(col("building_same") == 1)
        .then(pl.lit("同一楼宇"))
        .when((col("number_same") == 1) & (col("road_same") == 1))
        .then(pl.lit("地址同路同号"))
        .when(col("road_same") == 1)
        .then(pl.lit("地址同路"))
        .when(col("road_same") == 0)
        .then(pl.lit("地址不同")),
        pl.when(col("person_alike") == 1)
        .then(pl.lit("法定代表人相同"))
        .when(col("person_alike") < 0.5)
        .then(pl.lit("法定代表人不同")),
        pl.when(col("codes") == 0).then(pl.lit("双方均无统一社会信用代码")),
    ]
    return facts.select(pl.concat_str(said, separator="；", ignore_nulls=True).alias("e"))["e"]


def told(name: str, value: float, words: str) -> pl.Expr:
    return pl.when(pl.col(name) == value).then(pl.lit(words))
