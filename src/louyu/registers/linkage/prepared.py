"""待归并记录 prepared records: a record's texts made comparable, each distinct text once.

Adds to every row the parts of its name, how the name sounds and looks, and the parts of its
address. Rows are in the order of their ids, so that the order in which they came does not matter.
"""

from collections.abc import Iterable, Sequence

import polars as pl
from pypinyin import Style, pinyin

from louyu.standards.address import KEY_FOLD, address_key
from louyu.standards.column import by_rule
from louyu.standards.numeral import LETTERS
from louyu.standards.organisation_name import name_parts

COLUMNS = {
    "record": pl.String,
    "uscc": pl.String,
    "registration_number": pl.String,
    "name": pl.String,
    "former_names": pl.String,
    "person": pl.String,
    "address": pl.String,
    "building": pl.String,
    "room": pl.String,
    "industry": pl.String,
    "city": pl.String,
    "since": pl.Date,
    "registered": pl.Boolean,
}

LOOKALIKES = (
    "己已巳", "未末", "日曰", "土士", "天夭", "人入八", "大太犬", "干千于",
    "戊戌戍", "侯候", "刀力", "口囗", "贝见", "午牛", "今令", "晴睛清",
    "崇祟", "茶荼", "博搏傅", "铭名", "鸿鸣", "洲州", "坤绅", "宏宠",
    "恒桓", "辰展", "泰秦奏", "瑞端", "杨扬", "阳旸", "昊吴昃", "晟盛",
    "昌冒", "鑫森", "凯铠", "诚城成", "华毕", "润闰", "兴兰", "康庚",
    "拓招", "佳住", "信倍", "佰伯", "衡衔", "悦锐", "浩活", "潮湖",
    "渊洲", "岭玲",
)  # fmt: skip
"""Characters that hands and scanners take for one another."""
LOOKS = {other: group[0] for group in LOOKALIKES for other in group[1:]}

ROOM = r"([A-Z]?[0-9]{2,5}[A-Z]?)(?:室|房|号房)"
LAST_ROOM = r"(?:幢|座|号楼|号|层|厦|场|心|楼|-)([A-Z]?[0-9]{3,5}[A-Z]?)$"
TOWER = r"([A-Z]|[0-9]{1,3})(?:幢|座|号楼)"
ROAD = (
    r"(?:^|.*(?:省|市|区|县|镇|乡|街道|社区|村))"
    r"([^0-9省市区县镇乡村,()]{1,8}?(?:大道|大街|路|街|巷|弄|道))([0-9]+(?:-[0-9]+)?)号?"
)
ESTATE = (
    r"(?:[0-9]号|街道|[省市区县镇路]|^)([^0-9A-Z省市区县镇号路,()]{2,12}?"
    r"(?:大厦|广场|大楼|商务楼|写字楼|中心|产业园|科技园|园区|公寓|商城|大院|城|园|国际|金座|座))"
)
NUMERAL_PLACE = rf"[{LETTERS}](?:号|幢|座|层|楼|室)"


def prepared(records: pl.DataFrame, divisions: Iterable[Sequence[str]]) -> pl.DataFrame:
    """The records by id, with row (0 …), the parts of name and address, sound and look."""
    table = records.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).sort("record")
    if table["record"].n_unique() != table.height:
        raise ValueError("record: 编号有重复")
    table = table.with_columns(
        pl.col("person", "city", "building", "room", "address", "uscc", "registration_number")
        .str.strip_chars()
        .replace("", None)
    ).rename({"industry": "scope"})
    table = table.with_row_index("row")
    chains = [tuple(chain) for chain in divisions]
    parts = name_parts(table["name"], chains).drop("name")
    table = pl.concat([table, parts, address_parts(table["address"])], how="horizontal")
    table = table.with_columns(
        room=pl.coalesce(pl.col("room").str.to_uppercase().str.strip_chars_end("室"), "room_read"),
        sound=sounds(table["trade"]),
        sound_core=sounds(table["core"]),
        look=pl.col("core").str.replace_many(LOOKS),
        former=former_cores(table, chains),
        town=towns(table),
    )
    table = table.with_columns(around=arounds(table, chains))
    return table.drop("room_read")


def sounds(texts: pl.Series) -> pl.Series:
    """How the texts are said, tones left out; -n and -ng, l and n, z and zh are one."""
    letters = texts.str.split("").explode().drop_nulls().unique().sort()
    said = {
        letter: pinyin(letter, style=Style.NORMAL, errors=lambda text: text)[0][0] + " "
        for letter in letters.to_list()
        if "一" <= letter <= "鿿"
    }
    blurred = {letter: blur(sound) for letter, sound in said.items()}
    return texts.str.replace_many(blurred) if blurred else texts


def blur(sound: str) -> str:
    for one, other in (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng ", "n ")):
        sound = sound.replace(one, other)
    return sound


def former_cores(table: pl.DataFrame, chains: list[tuple[str, ...]]) -> pl.Series:
    """字号 and industry of the former names, between bars; null where there are none."""
    each = table.select("row", pl.col("former_names").str.split("、").alias("former"))
    each = each.explode("former").filter(pl.col("former").str.len_chars() > 0)
    cores = name_parts(each["former"], chains)["core"]
    told = each.with_columns(core=cores).group_by("row").agg(pl.col("core").sort())
    told = told.select("row", former="|" + pl.col("core").list.join("|") + "|")
    return table.select("row").join(told, on="row", how="left", maintain_order="left")["former"]


def towns(table: pl.DataFrame) -> pl.Series:
    """The city as said, without the word that says it is one."""
    bare = pl.col("city").str.replace(r"^.+(?:省|自治区)(.+)$", "$1")
    return table.select(bare.str.replace(r"^([^市]{2,})市.*$", "$1").alias("town"))["town"]


CITY_FIRST = r"^(?:[^省市区县]{1,6}省)?([^省市区县]{2,6}市)"
COUNTY_FIRST = r"^(?:[^省市区县]{1,6}省)?(?:[^省市区县]{2,6}市)?([^省市区县]{1,6}[县区市])"


def arounds(table: pl.DataFrame, chains: list[tuple[str, ...]]) -> pl.Series:
    """The town, or the one that the address or the name's division tells; to look around in only.

    A county of which there are several tells none.
    """
    above: dict[str, set[str]] = {}
    for chain in chains:
        for place in chain[1:]:
            above.setdefault(place, set()).add(chain[1])
    known = {place: cities.pop() for place, cities in above.items() if len(cities) == 1}
    told = [
        pl.col("address_key").str.extract(CITY_FIRST, 1),
        pl.col("address_key").str.extract(COUNTY_FIRST, 1),
        pl.col("place"),
    ]
    cities = [
        each.replace_strict(known, default=None, return_dtype=pl.String).str.strip_suffix("市")
        for each in told
    ]
    return table.select(pl.coalesce("town", *cities).alias("around"))["around"]


def address_parts(addresses: pl.Series) -> pl.DataFrame:
    """Road, number, named estate, tower and room as far as they are written; else null."""
    distinct = pl.DataFrame({"address": addresses}).drop_nulls().unique().sort("address")
    key = distinct["address"].str.replace_many(list(KEY_FOLD), list(KEY_FOLD.values()))
    spelled = key.str.contains(NUMERAL_PLACE)
    if spelled.any():
        arabic, _ = by_rule(
            key.filter(spelled), lambda text: (address_key(text), None), pl.String()
        )
        key = key.scatter(spelled.arg_true(), arabic)
    text = pl.col("key")
    read = distinct.with_columns(key=key).with_columns(
        road=text.str.extract(ROAD, 1),
        number=text.str.extract(ROAD, 2),
        estate=text.str.extract(ESTATE, 1),
        tower=text.str.extract(TOWER, 1),
        room_read=pl.coalesce(text.str.extract(ROOM, 1), text.str.extract(LAST_ROOM, 1)),
    )
    said = pl.DataFrame({"address": addresses})
    return said.join(read, on="address", how="left", maintain_order="left").select(
        pl.col("key").alias("address_key"), "road", "number", "estate", "tower", "room_read"
    )
