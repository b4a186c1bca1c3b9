"""污损率 rates: how often each damage befalls a row; ``heavy`` is three times ``normal``.

A *lasting* damage clings to the thing (an occupant of a building in one sender's list, a building,
an organisation) month after month until someone repairs it, since lists are copied from the last
month's; the others befall single rows or whole files. The rates are a judgement of what lists of
occupants collected by hand look like; no statistics of them are known to us.
"""

from dataclasses import dataclass
from enum import StrEnum


class Dirt(StrEnum):
    """How dirty files are."""

    NONE = "none"
    NORMAL = "normal"
    HEAVY = "heavy"


FACTOR = {Dirt.NONE: 0.0, Dirt.NORMAL: 1.0, Dirt.HEAVY: 3.0}


@dataclass(frozen=True)
class Rate:
    """One damage of one dataset: its kind in ``truth/dirt.csv`` and how often it is done."""

    dataset: str
    kind: str
    label: str
    share: float
    lasting: bool = True

    def at(self, dirt: Dirt) -> float:
        return min(self.share * FACTOR[dirt], 0.9)


BY_BUILDING = ("party_body", "recognition", "evaluation", "renovation", "operated_space", "power")

RATES = (
    Rate("tenancy", "row_missed", "扫楼漏登", 0.006),
    Rate("tenancy", "row_stale", "已迁出仍列在下月", 0.08, lasting=False),
    Rate("tenancy", "row_duplicate", "重复行", 0.005, lasting=False),
    Rate("tenancy", "uscc_missing", "未填统一社会信用代码", 0.12),
    Rate("tenancy", "uscc_typo", "统一社会信用代码写错一位", 0.02),
    Rate("tenancy", "name_short", "企业名称写简称", 0.04),
    Rate("tenancy", "name_former", "改名后仍写旧名", 0.5),
    Rate("tenancy", "name_width", "名称中用全角括号或空格", 0.04),
    Rate("tenancy", "name_place_dropped", "名称漏写行政区划", 0.03),
    Rate("tenancy", "name_signboard", "名称写招牌", 0.015),
    Rate("tenancy", "name_brackets", "行政区划写在字号后的括号里", 0.01),
    Rate("tenancy", "name_form", "有限公司与有限责任公司混写", 0.03),
    Rate("tenancy", "name_homophone", "字号写成同音字", 0.006),
    Rate("tenancy", "name_shape", "字号写成形近字", 0.006),
    Rate("tenancy", "name_mistyped", "名称漏字、重字或颠倒", 0.006),
    Rate("tenancy", "name_traditional", "名称用繁体字", 0.006),
    Rate("tenancy", "name_english", "名称写英文", 0.002),
    Rate("tenancy", "code_missing", "未填楼宇编码", 0.08),
    Rate("tenancy", "building_alias", "楼宇写别名、未填编码", 0.03),
    Rate("tenancy", "building_unknown", "楼宇名称写错、未填编码", 0.004),
    Rate("tenancy", "building_wing", "幢、座、号楼混写，未填编码", 0.04),
    Rate("tenancy", "building_wing_missing", "只写楼群名称，未填编码", 0.01),
    Rate("tenancy", "building_address", "楼宇名称写路和门牌，未填编码", 0.008),
    Rate("tenancy", "room_missing", "未填房号", 0.008),
    Rate("tenancy", "area_missing", "未填面积", 0.015),
    Rate("tenancy", "area_rounded", "面积取整到十平方米", 0.06),
    Rate("tenancy", "room_words", "房号写作“1203室”", 0.03),
    Rate("tenancy", "moved_in_missing", "未填入驻日期", 0.04),
    Rate("tenancy", "left_unsaid", "未填迁出日期", 0.1, lasting=False),
    Rate("tenancy", "staff_words", "人数写作“约20人”", 0.004, lasting=False),
    Rate("tenancy", "staff_wide", "人数用全角数字", 0.01, lasting=False),
    Rate("space", "row_duplicate", "重复行", 0.002, lasting=False),
    Rate("space", "area_rounded", "面积取整到十平方米", 0.02),
    Rate("space", "room_words", "房号写作“1203室”", 0.01),
    Rate("building", "area_conflict", "街镇所报建筑面积与规划不同", 0.08),
    Rate("building", "completed_missing", "未填竣备日期", 0.05),
    Rate("building", "land_use_words", "用地性质用简称", 0.1),
    Rate("building", "lon_lat_swapped", "经纬度颠倒", 0.006),
    Rate("building", "building_alias", "楼宇写别名", 0.03),
    Rate("registration", "uscc_typo", "统一社会信用代码写错一位", 0.001),
    Rate("registration", "address_beside", "住所写在楼宇旁边", 0.01),
    Rate("registration", "address_division_missing", "住所漏写市、区", 0.1),
    Rate("registration", "address_street_missing", "住所漏写街镇", 0.08),
    Rate("registration", "address_numerals", "门牌用中文数字", 0.02),
    Rate("registration", "address_range", "门牌写一段号码", 0.015),
    Rate("registration", "address_room_missing", "住所漏写房号", 0.03),
    Rate("registration", "address_room_form", "住所的楼层、房号用别的写法", 0.15),
    Rate("registration", "address_alias", "住所写楼宇别名", 0.03),
    Rate("registration", "address_wing", "住所幢、座、号楼混写", 0.1),
    Rate("registration", "address_road_renamed", "住所写旧路名", 0.015),
    Rate("registration", "address_remark", "住所后有括注", 0.04),
    Rate("registration", "row_duplicate", "重复行", 0.002, lasting=False),
    Rate("registration", "state_words", "登记状态写“在业”", 0.2),
    Rate("tax", "uscc_typo", "统一社会信用代码写错一位", 0.0015, lasting=False),
    Rate("tax", "name_former", "改名后仍写旧名", 0.5),
    Rate("tax", "authority_alias", "主管税务机关写简称", 0.1),
    Rate("insured", "uscc_typo", "统一社会信用代码写错一位", 0.002),
    Rate("insured", "row_duplicate", "重复行", 0.002, lasting=False),
    Rate("statistical_unit", "uscc_typo", "统一社会信用代码写错一位", 0.004),
    Rate("statistical_unit", "left_unsaid", "未填退库日期", 0.15),
    Rate("headquarters", "uscc_typo", "统一社会信用代码写错一位", 0.01),
    *(Rate(name, "code_missing", "未填楼宇编码", 0.3) for name in BY_BUILDING),
    *(Rate(name, "building_alias", "楼宇写别名、未填编码", 0.05) for name in BY_BUILDING),
)

FILE_SHARES = {"file_missing": 0.01, "file_late": 0.03, "codes_scientific": 0.035}
"""Of the files of `COLLECTED`: never sent; sent wrong first and replaced later; all codes of digits
only turned into 9.19901E+17 by the spreadsheet."""
COLLECTED = ("building", "space", "tenancy")
"""Datasets that streets and operators put together by hand."""
