"""统一社会信用代码: the 18-character code of an organisation (GB 32100-2015 with its amendments).

Department (1), category (1), division (6 digits), organisation code (9, GB 11714-1997), check
character (1, GB/T 17710). A wrong code is named, never repaired: an O read as 0 is a guess about
whose tax this is. The organisation code's own check is a warning only, since codes were issued
that do not keep it.

Department and category codes: the standard's table as amended up to N (农业农村), gathered from
published explanations of it; an unknown pair is a warning, since the table grows.
"""

import re
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from louyu.standards.column import BLANKS, fast_then_rule, text_of
from louyu.standards.problem import Finding, Problem
from louyu.standards.width import half_width, unspaced

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capitals without I, O, S, V, Z; a character's value is its place."""
VALUE = {character: value for value, character in enumerate(ALPHABET)}
WEIGHTS = [pow(3, place, 31) for place in range(17)]
LOOKS_LIKE = {"I": "1", "O": "0", "S": "5", "Z": "2", "V": "U或Y"}

DEPARTMENTS = {
    "1": ("机构编制", {"1": "机关", "2": "事业单位", "3": "编办直接管理的群众团体", "9": "其他"}),
    "2": ("外交", {"1": "外国常驻新闻机构", "9": "其他"}),
    "3": (
        "司法行政",
        {"1": "律师执业机构", "2": "公证处", "3": "基层法律服务所", "4": "司法鉴定机构"}
        | {"5": "仲裁委员会", "9": "其他"},
    ),
    "4": ("文化", {"1": "外国在华文化中心", "9": "其他"}),
    "5": ("民政", {"1": "社会团体", "2": "民办非企业单位", "3": "基金会", "9": "其他"}),
    "6": (
        "旅游",
        {"1": "外国旅游部门常驻代表机构", "2": "港澳台地区旅游部门常驻代表机构", "9": "其他"},
    ),
    "7": ("宗教", {"1": "宗教活动场所", "2": "宗教院校", "9": "其他"}),
    "8": ("工会", {"1": "基层工会", "9": "其他"}),
    "9": ("市场监管（工商）", {"1": "企业", "2": "个体工商户", "3": "农民专业合作社", "9": "其他"}),
    "A": ("中央军委改革和编制办公室", {"1": "军队事业单位", "9": "其他"}),
    "N": (
        "农业农村",
        {"1": "组级集体经济组织", "2": "村级集体经济组织", "3": "乡镇级集体经济组织", "9": "其他"},
    ),
    "Y": ("其他", {"1": "其他"}),
}
"""First character to department, and its second characters to categories."""


class UsccProblem(Problem):
    """What can be wrong with a unified social credit code."""

    SCIENTIFIC = (
        "uscc-scientific",
        "统一社会信用代码被表格软件变成了科学记数法，原来的数字已经丢失",
        "请把这一列设为文本格式，从营业执照或登记系统重新填写或导出",
    )
    FULL_WIDTH = (
        "uscc-full-width",
        "统一社会信用代码里有全角字符",
        "请在半角状态下重新输入",
    )
    SPACES = (
        "uscc-spaces",
        "统一社会信用代码里有空格或看不见的空白字符",
        "请删去空白字符后重新填写",
    )
    LOWER_CASE = (
        "uscc-lower-case",
        "统一社会信用代码里有小写字母",
        "请改成大写字母",
    )
    REGISTRATION_NUMBER = (
        "uscc-registration-number",
        "填的是15位工商注册号，不是统一社会信用代码",
        "请填营业执照上的18位统一社会信用代码",
    )
    ORGANISATION_CODE = (
        "uscc-organisation-code",
        "填的是9位组织机构代码，不是统一社会信用代码",
        "请填18位统一社会信用代码",
    )
    LENGTH = (
        "uscc-length",
        "统一社会信用代码应为18位",
        "请对照营业执照补全或删去多余的字符",
    )
    ALPHABET = (
        "uscc-alphabet",
        "统一社会信用代码只用数字和除 I、O、S、V、Z 以外的大写字母",
        "请对照营业执照核对这一位，多半是形近的数字",
    )
    CHECK = (
        "uscc-check",
        "统一社会信用代码的校验码（第18位）与前17位不符，至少有一位写错",
        "请对照营业执照逐位核对，不要只改最后一位",
    )
    PREFIX = (
        "uscc-prefix",
        "校验码相符，但登记管理部门、机构类别或行政区划码（第1至8位）不在标准的表内",
        "请对照营业执照核对前8位；无误可不改",
        True,
    )
    INNER_CHECK = (
        "uscc-inner-check",
        "校验码相符，但其中组织机构代码（第9至17位）自身的校验位不符",
        "请对照营业执照核对；确有少数代码如此，无误可不改",
        True,
    )


SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+[eE]\+?|[eE]\+)[0-9]{1,3}|[0-9]{17,18}\.0+")


def check_character(body: str) -> str:
    """The 18th character of a code whose first 17 are given (GB/T 17710, mod 31)."""
    total = sum(VALUE[character] * weight for character, weight in zip(body, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANISATION_CHECKS = "0123456789X0"
"""11 less the remainder: 10 is written X, 11 is written 0."""


def organisation_check(body: str) -> str:
    """The ninth character of an organisation code from its first eight (GB 11714, mod 11)."""
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(body, ORGANISATION_WEIGHTS, strict=True)
    )
    return ORGANISATION_CHECKS[11 - total % 11]


def registration_number_is_valid(text: str) -> bool:
    """Whether the text is a 15-digit 工商注册号 (GS 15-2006, check digit by mod 11,10)."""
    if not re.fullmatch(r"[0-9]{15}", text):
        return False
    product = 10
    for digit in text[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return (product + int(text[14])) % 10 == 1


def uscc_is_valid(text: str) -> bool:
    """Whether the text is a code as it stands; a warning does not make it invalid."""
    finding = uscc_finding(text)
    return bool(text) and (finding is None or finding.problem.warning) and len(text) == 18


def uscc_finding(text: str) -> Finding | None:
    """The first thing wrong with a code, or None (also for a blank cell)."""
    if unspaced(half_width(text)).lower() in BLANKS:
        return None
    return notation_finding(text) or length_finding(text) or content_finding(text)


def notation_finding(text: str) -> Finding | None:
    if SCIENTIFIC.fullmatch(text.strip()):
        return Finding(UsccProblem.SCIENTIFIC, text.strip())
    if half_width(text) != text and unspaced(half_width(text)) != unspaced(text):
        return Finding(UsccProblem.FULL_WIDTH)
    if unspaced(text) != text:
        return Finding(UsccProblem.SPACES)
    if any("a" <= character <= "z" for character in text):
        return Finding(UsccProblem.LOWER_CASE)
    return None


def length_finding(text: str) -> Finding | None:
    if len(text) == 18:
        return None
    if registration_number_is_valid(text):
        return Finding(UsccProblem.REGISTRATION_NUMBER)
    if re.fullmatch(r"[0-9A-Z]{8}-?[0-9X]", text):
        bare = text.replace("-", "")
        if organisation_check(bare[:8]) == bare[8]:
            return Finding(UsccProblem.ORGANISATION_CODE)
    return Finding(UsccProblem.LENGTH, f"现为{len(text)}位")


def content_finding(text: str) -> Finding | None:
    """What is wrong with 18 characters."""
    for place, character in enumerate(text, start=1):
        if character not in VALUE:
            twin = LOOKS_LIKE.get(character)
            hint = f"，是否为{twin}" if twin else ""
            return Finding(UsccProblem.ALPHABET, f"第{place}位是“{character}”{hint}")
    if check_character(text[:17]) != text[17]:
        return Finding(UsccProblem.CHECK)
    if not prefix_is_known(text):
        return Finding(UsccProblem.PREFIX, f"前8位是{text[:8]}")
    if organisation_check(text[8:16]) != text[16]:
        return Finding(UsccProblem.INNER_CHECK)
    return None


def prefix_is_known(code: str) -> bool:
    _, categories = DEPARTMENTS.get(code[0], ("", {}))
    return code[1] in categories and code[2:8].isdigit()


def department_of(code: str) -> str | None:
    """Who registers organisations of this code: 市场监管, 民政 …; None when the table has none."""
    found = DEPARTMENTS.get(code[:1])
    return found[0] if found else None


def category_of(code: str) -> str | None:
    """The category a code names: 企业, 个体工商户 …; None when the table has none."""
    found = DEPARTMENTS.get(code[:1])
    return found[1].get(code[1:2]) if found else None


def uscc_built(*, department: str, category: str, division: str, organisation: str) -> str:
    """The code of an organisation (nine characters) registered in a division (six digits)."""
    body = f"{department}{category}{division}{organisation}"
    if len(body) != 17 or not set(body) <= set(VALUE) or not re.fullmatch(r"[0-9]{6}", division):
        raise ValueError(f"{body!r} 不能组成统一社会信用代码：应为1+1+6位数字+9位")
    return body + check_character(body)


BYTE_VALUE = np.full(256, -1, dtype=np.int16)
BYTE_VALUE[np.frombuffer(ALPHABET.encode(), dtype=np.uint8)] = np.arange(31)
BYTE_VALUE_36 = np.zeros(256, dtype=np.int16)
for character in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ":
    BYTE_VALUE_36[ord(character)] = int(character, 36)
ALPHABET_BYTES = np.frombuffer(ALPHABET.encode(), dtype=np.uint8)
ORGANISATION_BYTES = np.frombuffer(ORGANISATION_CHECKS.encode(), dtype=np.uint8)
KNOWN_PREFIX = np.zeros((31, 31), dtype=np.bool_)
for first, (_, seconds) in DEPARTMENTS.items():
    for second in seconds:
        KNOWN_PREFIX[VALUE[first], VALUE[second]] = True

Bytes = NDArray[np.uint8]


def check_bytes(body: Bytes) -> Bytes:
    """`check_character` of each row of 17 bytes."""
    total = BYTE_VALUE[body] @ np.array(WEIGHTS, dtype=np.int16)
    return ALPHABET_BYTES[-total % 31]


def organisation_check_bytes(body: Bytes) -> Bytes:
    """`organisation_check` of each row of eight bytes."""
    total = BYTE_VALUE_36[body] @ np.array(ORGANISATION_WEIGHTS, dtype=np.int16)
    return ORGANISATION_BYTES[11 - total % 11]


def fine(codes: Bytes) -> NDArray[np.bool_]:
    """Which rows of 18 bytes have nothing wrong, not even a warning."""
    values = BYTE_VALUE[codes]
    written = (values >= 0).all(axis=1)
    checked = check_bytes(codes[:, :17]) == codes[:, 17]
    division = (values[:, 2:8] < 10).all(axis=1)
    inner = organisation_check_bytes(codes[:, 8:16]) == codes[:, 16]
    result: NDArray[np.bool_] = (
        written & checked & division & inner & KNOWN_PREFIX[values[:, 0], values[:, 1]]
    )
    return result


def uscc_problem(series: pl.Series) -> pl.Series:
    """A problem code for each code of a column; null where it is fine or blank."""
    text = text_of(series)
    candidates = (text.str.len_bytes() == 18).fill_null(value=False)
    codes = "".join(text.filter(candidates).to_list()).encode()
    clean = np.zeros(len(text), dtype=np.bool_)
    clean[candidates.to_numpy()] = fine(np.frombuffer(codes, dtype=np.uint8).reshape(-1, 18))
    fast = pl.select(pl.when(pl.Series(clean)).then(True)).to_series()

    def rule(code: str) -> tuple[Any, str | None]:
        finding = uscc_finding(code)
        return None, finding.problem if finding else None

    return fast_then_rule(text, fast, rule)[1]


def uscc_of(
    division: str,
    organisation_numbers: NDArray[np.int64],
    *,
    department: str = "9",
    category: str = "1",
) -> list[str]:
    """Codes of invented organisations of a division, one for each number below 10^8.

    The number, in eight digits, is the organisation code's body; both checks hold.
    """
    numbers = np.asarray(organisation_numbers, dtype=np.int64)
    if len(numbers) and not (numbers.min() >= 0 and numbers.max() < 10**8):
        raise ValueError("组织机构的序号应在0到99999999之间")
    head = uscc_built(
        department=department, category=category, division=division, organisation="000000000"
    )[:8]
    codes = np.empty((len(numbers), 18), dtype=np.uint8)
    codes[:, :8] = np.frombuffer(head.encode(), dtype=np.uint8)
    codes[:, 8:16] = numbers[:, None] // 10 ** np.arange(7, -1, -1) % 10 + ord("0")
    codes[:, 16] = organisation_check_bytes(codes[:, 8:16])
    codes[:, 17] = check_bytes(codes[:, :17])
    return [code.decode() for code in codes.reshape(-1).view("S18").tolist()]
