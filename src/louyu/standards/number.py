"""数的写法: one cell read as an exact number with the unit word beside it, or what is wrong."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from louyu.standards.column import BLANKS
from louyu.standards.problem import Problem
from louyu.standards.width import SPACES, half_width, unspaced


class QuantityProblem(Problem):
    """What can be wrong with a number written in a cell."""

    NOT_A_NUMBER = (
        "quantity-not-a-number",
        "这一格应是数，写的内容不能读作一个数",
        "请只填一个阿拉伯数字（可带单位），说明文字写到备注列；没有数请留空",
    )
    APPROXIMATE = (
        "quantity-approximate",
        "写的是约数或范围，不是一个确定的数",
        "请填一个确定的数，不写“约”“以上”“左右”“至”等字样",
    )
    SEPARATORS = (
        "quantity-separators",
        "数字里的分隔符位置不合三位一组的规则，可能是两个数或小数点误写成逗号",
        "请去掉分隔符后重新填写，小数点用“.”",
    )
    SPREADSHEET_ERROR = (
        "quantity-spreadsheet-error",
        "这一格是表格公式算出的错误值",
        "请在原表里改正公式，或把正确的数直接填入",
    )
    FOREIGN_CURRENCY = (
        "quantity-foreign-currency",
        "写的是外币金额，系统不替您折算",
        "请按业务规定的汇率折算成人民币后填写",
    )
    UNIT_UNKNOWN = (
        "quantity-unit-unknown",
        "数后面的单位认不出，或不是这一列该用的单位",
        "请改用表头写明的单位，或只填数",
    )
    UNIT_AMBIGUOUS = (
        "quantity-unit-ambiguous",
        "表头已有“万”或“亿”，格里又写了“万”或“亿”，不知是否要相乘",
        "请只填数，或在格里写完整的单位（如“3.5万元”）",
    )
    UNIT_MISSING = (
        "quantity-unit-missing",
        "表头和格里都没有单位，不知是元还是万元、㎡还是万㎡",
        "请在表头写明单位，或在数后写单位",
    )
    NOT_WHOLE = (
        "quantity-not-whole",
        "这一列应是整数，写的数带小数",
        "请核对后填整数",
    )
    TOO_LARGE = (
        "quantity-too-large",
        "数大得存不下，多半是单位写错或两格粘在了一起",
        "请核对数和单位",
    )
    PERCENT_AMBIGUOUS = (
        "quantity-percent-ambiguous",
        "表头单位是%，格里的数不超过1又没有%，不知是 0.85 还是 85%",
        "请带上%填写（如“85%”或“0.85%”）",
    )
    ROUNDED = (
        "quantity-rounded",
        "小数位数多于系统保存的位数（金额到分，面积到0.01㎡），已四舍五入",
        "如差额要紧，请核对原数",
        True,
    )
    SCIENTIFIC = (
        "quantity-scientific",
        "写成了科学记数法，末几位可能已被表格软件略去",
        "请把这一列设为数值格式（不用科学记数）后重新导出，核对末几位",
        True,
    )


NUMBER = re.compile(
    r"(?P<sign>[-+\u2212]?)(?P<digits>[0-9][0-9,]*|(?=\.[0-9]))(?P<fraction>\.[0-9]*)?"
    r"(?:[eE](?P<exponent>[-+]?[0-9]{1,3}))?(?P<percent>%?)(?P<unit>[^0-9.,%]*[23]?)"
)
COMPOUND = re.compile(r"([0-9]{1,6})亿([0-9]{1,4}(?:\.[0-9]+)?)万([^0-9.,%]*[23]?)")
GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+|[0-9]*")
BROKEN = re.compile(f"[0-9.,][{SPACES}]+[0-9]")
NEGATIVE = re.compile(r"\((?P<amount>[0-9.][^()]*)\)")
RANGE = re.compile(r"约|左右|以上|以下|超|不足|近|余|多|少|至|上下|[~～><≥≤±]|[0-9][-—–][0-9]")
FOREIGN = re.compile(r"美元|美金|港元|港币|欧元|日元|英镑|台币|韩元|澳元|USD|HKD|EUR|JPY|[$€£]")
RENMINBI = re.compile(r"^(人民币|RMB|CNY|[¥￥])|(人民币|RMB|CNY)$", re.IGNORECASE)
SPREADSHEET_ERROR = re.compile(r"#(N/A|VALUE!|REF!|DIV/0!|NUM!|NAME\?|NULL!|#+)", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    """A number as written: its exact value, its unit word, and a warning about its notation."""

    value: Decimal
    unit: str
    percent: bool
    warning: QuantityProblem | None


def written(text: str) -> Written | QuantityProblem | None:
    """One cell: None for a blank, a problem for what is not a single number."""
    folded = half_width(text)
    cell = unspaced(folded)
    if cell.lower() in BLANKS:
        return None
    if problem := refused(cell):
        return problem
    if BROKEN.search(folded):
        return QuantityProblem.SEPARATORS
    bare = RENMINBI.sub("", cell)
    in_yuan = bare != cell
    if negative := NEGATIVE.fullmatch(bare):  # an accountant's (1,200)
        bare = f"-{negative['amount']}"
    number = compound(bare) or single(bare)
    if number is None:
        return unreadable(cell)
    if isinstance(number, Written) and in_yuan and number.unit[-1:] not in set("元圆分"):
        return replace(number, unit=f"{number.unit}元")
    return number


def refused(cell: str) -> QuantityProblem | None:
    """What a cell is when it is not for us to read at all."""
    if SPREADSHEET_ERROR.fullmatch(cell):
        return QuantityProblem.SPREADSHEET_ERROR
    if FOREIGN.search(cell.upper()):
        return QuantityProblem.FOREIGN_CURRENCY
    return None


def compound(cell: str) -> Written | None:
    """1亿2000万元, if the cell is written so."""
    match = COMPOUND.fullmatch(cell)
    if not match:
        return None
    high, low, unit = match.groups()
    return Written(int(high) * 10**4 + Decimal(low), f"万{unit}", percent=False, warning=None)


def single(cell: str) -> Written | QuantityProblem | None:
    """A sign, digits, a fraction, an exponent, % and a unit, if the cell is written so."""
    match = NUMBER.fullmatch(cell)
    if not match:
        return None
    if not GROUPED.fullmatch(match["digits"]):
        return QuantityProblem.SEPARATORS
    unit = re.sub(r"(?<=[元圆])[整正]$", "", match["unit"].lower())
    if RANGE.search(unit):
        return QuantityProblem.APPROXIMATE
    sign = "-" if match["sign"] in {"-", "\u2212"} else ""
    whole = match["digits"].replace(",", "") or "0"
    fraction = (match["fraction"] or ".")[1:]
    exponent = int(match["exponent"] or 0)
    return Written(
        Decimal(f"{sign}{whole}.{fraction}e{exponent}"),
        unit,
        percent=bool(match["percent"]),
        warning=QuantityProblem.SCIENTIFIC if exponent > len(fraction) else None,
    )


def unreadable(cell: str) -> QuantityProblem:
    """Why a cell that has no number's shape has none."""
    if RANGE.search(cell) and re.search(r"[0-9]", cell):
        return QuantityProblem.APPROXIMATE
    return QuantityProblem.NOT_A_NUMBER
