"""个人信息 personal: what is taken out of a question before it goes to any endpoint.

Taken out: USCCs, identity and other long numbers (phone, bank account, QQ), e-mail addresses, names
of persons behind 我叫, 姓名, 联系人 and the like, names of enterprises, doors and rooms, and
amounts behind words for one's own tax, turnover, pay or debt. A mark says what stood there.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from louyu.standards.numeral import LETTERS
from louyu.standards.width import SPACES, half_width

GAP = rf"[{SPACES}\-—–·.()_/]{{0,3}}"
HAN_DIGIT = "零〇○一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两"
DAY = r"(?:19|20)\d\d[-/.年](?:0?[1-9]|1[0-2])[-/.月](?:0?[1-9]|[12]\d|3[01])(?!\d)日?"
SURNAME = (
    "(?:欧阳|上官|司马|诸葛|尉迟|慕容|夏侯|皇甫|令狐|端木|南宫|东方|"
    "[王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
    "苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练"
    "廉禹井祖漆巴丰支卿国狄索宣晋门云容敬扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况宿鲜"
    "印逯隆茹诺慕危玉银亢嵇哈湛宾戎勾茅於尉冶斯檀衣展阴昝智幸奉植衡富尧])"
)
NAME = rf"{SURNAME}[\u4e00-\u9fff·]{{1,3}}?"
NAME_END = (
    r"(?=[,.，。;；:：!?！？、 \n\t()]|$|是|想|在|要|有|的|来|今|从|租|开|申|请|能|可|办|现|和|与"
    r"|电话|手机|身份|住|名下|公司|法人|\d)"
)
OWN = (
    r"(?:纳税|缴税|交税|税收|税额|税款|所得税|增值税|营收|营业收入|营业额|销售额|产值|利润|亏损|收入|工资|年薪"
    r"|月薪|欠款|贷款余额|欠税|负债|注册资本|流水|社保基数)"
)
AMOUNT = (
    rf"(?:\d[\d,.]*|[{LETTERS}][{LETTERS}万亿]{{0,11}})\s*[百千万亿]*\s*"
    r"(?:元|块钱|块|圆|万|亿|人民币)(?!元|楼|以上|以下|以内|级|规模)"
)
MASKS = (
    ("邮箱", re.compile(r"[A-Za-z0-9._%+\-]+\s*@\s*[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")),
    ("日期", re.compile(DAY)),
    (
        "信用代码",
        re.compile(
            rf"(?<![A-Za-z0-9])(?=(?:\d{GAP}){{0,16}}[A-WYZ])[0-9A-Z](?:{GAP}[0-9A-Z]){{17}}"
            r"(?![A-Za-z0-9])",
            re.IGNORECASE,
        ),
    ),
    ("号码", re.compile(rf"(?<!\d)\+?\d(?:{GAP}\d){{6,}}(?:{GAP}[Xx])?(?!\d)")),
    ("号码", re.compile(rf"[{HAN_DIGIT}](?:{GAP}[{HAN_DIGIT}]){{6,}}")),
    ("号码", re.compile(r"(?:微信号?|QQ|qq|wx|WX)[:是为\s]*[A-Za-z0-9_\-]{5,}")),
    (
        "企业",
        re.compile(
            r"[\u4e00-\u9fff A-Za-z0-9()（）·]{2,30}?(?:有限责任公司|股份有限公司|有限公司|合伙企业"
            r"|\(有限合伙\)|集团公司|集团|事务所|分公司|经营部|商行|工作室|个体工商户|研究院)"
            r"(?:\([^()]{1,8}\))?"
        ),
    ),
    (
        "姓名",
        re.compile(
            rf"(?:(?<=我叫)|(?<=叫做)|(?<=本人)|(?<=姓名)|(?<=联系人)|(?<=法人代表)|(?<=法定代表人)"
            rf"|(?<=法人)|(?<=经办人)|(?<=负责人)|(?<=老板)|(?<=申请人)|(?<=我是)|(?<=我姓))"
            rf"[:是为叫 ]{{0,2}}{NAME}{NAME_END}"
        ),
    ),
    ("姓名", re.compile(rf"{SURNAME}[\u4e00-\u9fff]?(?:先生|女士|小姐|总(?=[,，。 ]|$))")),
    (
        "住址",
        re.compile(
            r"\d{1,5}(?:号|弄)(?:[^,，。;；\s]{0,14}?\d{1,5}(?:室|房|楼|层|幢|单元))?"
            r"|\d{3,5}(?:室|房)"
        ),
    ),
)
OWN_AMOUNT = re.compile(
    rf"(?P<said>{OWN}(?:总额|合计|大概|大约|约|差不多|共|是|为|了|有|到|才|只|仅|:|,|，|\s)*)"
    rf"(?P<amount>{AMOUNT})"
    rf"|(?P<before>{AMOUNT})(?P<after>(?:左右|多|以上)?的?(?:{OWN}))"
)
CLAUSE_NUMBER = re.compile(r"第\s*\d+\s*号|[〔\[(]\d{4}[〕\])]\s*\d+\s*号")


class Stripped(NamedTuple):
    """A question fit to leave the house, and the kinds of facts that were taken out."""

    text: str
    removed: tuple[str, ...]


def stripped(question: str, names: Iterable[str] = ()) -> Stripped:
    """The question without personal facts. ``names`` are known ones (of the asker's enterprise)."""
    text = half_width(question)
    removed: list[str] = []
    for name in sorted(
        {half_width(name) for name in names if len(name) > 1}, key=len, reverse=True
    ):
        if name in text:
            text = text.replace(name, "〔名称〕")
            removed.append("名称")
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\x00{chr(0xE000 + len(kept) - 1)}\x00"

    text = CLAUSE_NUMBER.sub(keep, text)
    for kind, pattern in MASKS:
        if kind == "日期":
            text = pattern.sub(keep, text)
            continue
        text, count = pattern.subn(f"〔{kind}〕", text)
        removed += [kind] * count
    text, count = OWN_AMOUNT.subn(without_amount, text)
    removed += ["金额"] * count
    for at, said in enumerate(kept):
        text = text.replace(f"\x00{chr(0xE000 + at)}\x00", said)
    return Stripped(text if removed else question, tuple(dict.fromkeys(removed)))


def without_amount(found: re.Match[str]) -> str:
    if found["amount"]:
        return f"{found['said']}〔金额〕"
    return f"〔金额〕{found['after']}"


def kinds(removed: Sequence[str]) -> str:
    """What was taken out, in words for the asker."""
    return f"已隐去{'、'.join(removed)}" if removed else ""
