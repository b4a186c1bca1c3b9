"""Whom rows of a sample mean, and how an edition's understanding of them is counted."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from sample_examples import district, scale, small_world

from louyu.sample import Dirt, sample_write, slips
from louyu.sample.identity_check import resolutions, rows_said
from louyu.sample.truth_identity import SCHEMA, relations


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("identity")
    small = scale(202312, 202401, seed=11)
    sample_write(folder, district(), small, dirt=Dirt.NONE, workers=1)
    return folder / "truth"


def test_every_row_about_a_thing_says_which(truth: Path) -> None:
    rows = pl.read_parquet(truth / "identity.parquet")
    buildings = set(pl.read_csv(truth / "buildings.csv")["building"])
    assert set(rows["dataset"]) >= {"tenancy", "tax", "registration", "insured", "power", "space"}
    firms = rows.filter(pl.col("dataset").is_in(["tenancy", "tax", "registration", "insured"]))
    assert firms["enterprise"].null_count() == 0
    assert rows.drop_nulls("uscc").filter(pl.col("uscc") != pl.col("enterprise")).is_empty()
    assert set(rows["building"].drop_nulls()) <= buildings
    seats = rows.filter(pl.col("dataset") == "registration")
    inside = seats.drop_nulls("building")
    assert 0 < len(inside) < len(seats), "some addresses are in no building of the register"
    names = pl.read_csv(truth / "buildings.csv").select("building", "name")
    held = inside.join(names, on="building").select(
        pl.col("registered_address").str.contains(pl.col("name"), literal=True)
        & pl.col("registered_address").str.contains(pl.col("room"), literal=True)
    )
    assert held.to_series().all()


def test_relations_are_between_two() -> None:
    found = relations(small_world())
    assert (found["enterprise"] != found["other"]).all()
    assert found.filter(pl.col("relation") == "branch").height > 10


def named(*rows: tuple[str | None, ...]) -> pl.DataFrame:
    """Rows of one list: organisation, what is said of it (code, name), building and its code."""
    columns = ("enterprise", "uscc", "enterprise_name", "building", "building_code")
    table = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    said = table.with_row_index("row").cast({"row": pl.Int64})
    whole = said.with_columns(dataset=pl.lit("tenancy"), file=pl.lit("清单.csv"), sheet=pl.lit(""))
    absent = {name: pl.lit(None, pl.String) for name in SCHEMA if name not in whole.columns}
    return whole.with_columns(**absent).select(*SCHEMA)


def test_ways_of_naming_are_counted_once_and_in_pairs() -> None:
    """乙 is named in three ways, one of which is taken for 甲; a shop without a code is itself."""
    meant = named(
        ("91甲", "91甲", "甲公司", "L1", "L1"),
        ("91甲", "91甲", "甲公司", "L1", "L1"),
        ("91乙", "91乙", "乙公司", "L1", "L1"),
        ("91乙", None, "乙", "L1", None),
        ("91乙", None, "乙贸易", "L2", None),
        ("name:店", None, "店", "L2", "L2"),
    )
    row = ["enterprise", "building"]
    told = [
        ("91甲", "L1"),
        ("91甲", "L1"),
        ("91乙", "L1"),
        ("91甲", "L1"),
        ("name:乙贸易", None),
        ("name:店", "L2"),
    ]
    said = meant.select("file", "sheet", "row").with_columns(
        pl.DataFrame(told, schema=dict.fromkeys(row, pl.String), orient="row"),
        of_enterprise=pl.lit(True),
        of_building=pl.lit(True),
    )
    found = {r.subject: r for r in resolutions(meant, said)}
    firms = found["enterprise"]
    assert (firms.named, firms.answered, firms.unresolved, firms.right) == (5, 4, 1, 3)
    assert (firms.precision, firms.recall) == (0.0, 0.0), "one pair said, three true, none in both"
    without = found["enterprise_without_code"]
    assert (without.named, without.right) == (3, 1)
    houses = found["building"]
    assert (houses.named, houses.answered, houses.right) == (4, 3, 3)
    assert houses.precision == 1.0
    assert houses.recall == 1 / 2
    assert found["registered_building"].named == 0


def test_a_row_left_without_a_building_is_counted_and_a_beaten_one_is_not() -> None:
    tables = {
        "batch": pl.DataFrame({"batch": ["b"], "file": ["清单.csv"]}),
        "tenancy": pl.DataFrame(
            {
                "batch": ["b"],
                "sheet": [""],
                "row": [2],
                "enterprise": ["91甲"],
                "building": ["L1"],
            }
        ),
        "enterprise": pl.DataFrame(
            schema=dict.fromkeys(
                ("batch", "sheet", "from_month", "enterprise", "registered_building"), pl.String
            )
            | {"row": pl.Int64}
        ),
        "unresolved": pl.DataFrame(
            {
                "batch": ["b", "b"],
                "sheet": ["", ""],
                "row": [3, 4],
                "subject": ["building", "building"],
                "reason": ["楼宇台账中没有这个编码或名称", "这幢楼宇该月以另一份清单为准"],
            }
        ),
    }
    found = rows_said(tables).sort("row").select("row", "building").rows()
    assert found == [(2, "L1"), (3, None)]


FRONTS = ("临澜市", "临澜", "望潮区")


@pytest.mark.parametrize(
    ("slip", "name", "written"),
    [
        (slips.place_dropped, "临澜市曦澍软件技术有限公司", "曦澍软件技术有限公司"),
        (slips.place_dropped, "曦澍软件技术有限公司", None),
        (slips.signboard, "望潮区曦澍软件技术有限公司", "曦澍软件"),
        (slips.bracketed, "临澜曦澍软件技术有限公司", "曦澍(临澜)软件技术有限公司"),
        (slips.form_mixed, "曦澍贸易有限公司", "曦澍贸易有限责任公司"),
        (slips.form_mixed, "曦澍贸易股份有限公司", "曦澍贸易股份公司"),
        (slips.homophone, "临澜市翾翥贸易有限公司", "临澜市宣翥贸易有限公司"),
        (slips.shape, "临澜市璟贸易有限公司", "临澜市憬贸易有限公司"),
        (slips.traditional, "临澜市曦澍网络科技有限公司", "臨瀾市曦澍網絡科技有限公司"),
        (slips.english, "临澜市曦澍贸易有限公司", "Xishu Technology Co., Ltd."),
        (slips.english, "曦澍律师事务所", None),
    ],
)
def test_names_are_written_as_people_write_them(
    slip: Callable[[str, tuple[str, ...]], str | None], name: str, written: str | None
) -> None:
    said = slip(name, FRONTS)
    if slip in (slips.bracketed, slips.english) and said:
        assert said.replace("（", "(").replace("）", ")")[:3] == str(written)[:3]
    else:
        assert said == written


@pytest.mark.parametrize(
    ("slip", "address", "written"),
    [
        (slips.numerals, "屿西路188号澄屿大厦1203室", "屿西路一百八十八号澄屿大厦1203室"),
        (slips.numerals, "屿西路10号", "屿西路十号"),
        (slips.numerals, "屿西路405号", "屿西路四百零五号"),
        (slips.ranged, "屿西路188号澄屿大厦", "屿西路186-188号澄屿大厦"),
        (slips.room_dropped, "屿西路188号澄屿大厦1203室", "屿西路188号澄屿大厦"),
        (slips.room_dropped, "屿西路188号", None),
        (slips.road_renamed, "屿西路188号", "屿旧西路188号"),
        (slips.wing_mixed, "澄屿中心A座1203室", "澄屿中心A幢1203室"),
        (slips.wing_mixed, "澄屿中心一号楼", "澄屿中心1幢"),
        (slips.wing_mixed, "澄屿中心东楼", "澄屿中心东座"),
        (slips.wing_mixed, "澄屿大楼", None),
        (slips.wing_dropped, "澄屿中心2幢", "澄屿中心"),
    ],
)  # fmt: skip
def test_addresses_are_written_as_people_write_them(
    slip: Callable[[str], str | None], address: str, written: str | None
) -> None:
    assert slip(address) == written


def test_an_address_beside_a_building_is_in_none(tmp_path: Path) -> None:
    small = scale(202312, 202401, seed=11)
    sample_write(tmp_path, district(), small, dirt=Dirt.HEAVY, workers=1)
    done = pl.read_csv(tmp_path / "truth" / "dirt.csv", schema_overrides={"row": pl.Int64})
    assert set(done["kind"]) >= {"name_place_dropped", "name_form", "address_remark"}
    rows = pl.read_parquet(tmp_path / "truth" / "identity.parquet")
    beside = done.filter(pl.col("kind") == "address_beside").join(rows, on=["file", "row"])
    assert len(beside) > 3
    assert beside["building"].null_count() == len(beside)
    formed = done.filter(pl.col("kind") == "address_room_form").join(rows, on=["file", "row"])
    assert formed.drop_nulls("building")["room"].null_count() == 0


def test_one_row_says_a_name_in_one_way(tmp_path: Path) -> None:
    """What is listed as done to a name is what stands there: no slip undoes another."""
    sample_write(tmp_path, district(), scale(seed=12), dirt=Dirt.HEAVY, workers=1)
    done = pl.read_csv(tmp_path / "truth" / "dirt.csv", schema_overrides={"row": pl.Int64})
    rows = pl.read_parquet(tmp_path / "truth" / "identity.parquet")
    slips_done = done.filter(pl.col("kind").str.starts_with("name_"))
    both = slips_done.join(rows, on=["file", "row"]).group_by("file", "row")
    several = both.agg(pl.col("kind")).filter(pl.col("kind").list.len() > 1)
    # A former name may be written badly as well.
    assert several.filter(~pl.col("kind").list.contains("name_former")).is_empty()
    forms = done.filter(pl.col("kind") == "name_short").join(rows, on=["file", "row"])
    assert len(forms) > 50
    assert forms["enterprise_name"].str.ends_with("有限公司").sum() == 0
