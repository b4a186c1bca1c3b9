"""An invented set for bench/question.py: policies of invented districts, lay questions, traps.

Every theme has a document in most places, with figures of its own, so that the right document is
told from many that speak alike. A part of the documents is left out and asked for all the same:
such a question is on topic and has no answer. Others ask for what no policy speaks of. Questions
are said in other words than the documents; half of those words are in no glossary of ours.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PLACES = [f"{a}{b}区" for a in "望临澄汐岚霁" for b in "潮澜屿川陵浦禾苑"]
ISSUERS = ("人民政府办公室", "发展和改革局", "商务局")
LEFT_OUT = 0.12
"""Share of documents that are asked for and not there."""

# theme: title · what is aided · condition · award · lay ways to ask for the condition, the award
THEMES: dict[str, dict[str, Any]] = {
    "tax": {
        "title": "促进税收贡献楼宇提质的若干措施",
        "who": "楼宇业主或者统一运营主体",
        "if": "单幢楼宇年度地方综合贡献首次达到{big}万元且同比增长{rate}%以上的",
        "give": "给予一次性奖励{sum}万元",
        "ask_if": ["一幢楼一年要交多少税才算达标", "大楼的税收要做到什么数才有奖"],
        "ask_give": ["楼里税收上去了给业主发多少钱", "楼宇税收做大了有多少奖金"],
    },
    "rent": {
        "title": "支持企业租用办公用房实施办法",
        "who": "新引进的独立法人企业",
        "if": "租用自用办公用房建筑面积不少于{area}平方米且租期满{years}年的",
        "give": "按照实际租金的{rate}%给予补助，每年最高不超过{sum}万元",
        "ask_if": ["租写字楼要租多大才有房租补贴", "签几年合同才能享受房租减免"],
        "ask_give": ["房租能报销几成", "租办公室一年最多补多少"],
    },
    "operator": {
        "title": "商务楼宇运营服务提升奖励办法",
        "who": "楼宇运营单位",
        "if": "统一运营面积达到{area}平方米且企业入驻率达到{rate}%以上的",
        "give": "经评价为优秀等次的，给予运营单位奖励{sum}万元",
        "ask_if": ["物业要管多大面积、租出去几成才能参评", "二房东统一打理楼要满足什么"],
        "ask_give": ["运营商评上优秀有多少奖金", "管楼管得好给物业发多少"],
    },
    "headquarters": {
        "title": "加快总部企业集聚发展的实施意见",
        "who": "经认定的综合型总部企业",
        "if": "上年度营业收入不低于{big}万元且在本区以外设有{few}家以上分支机构的",
        "give": "分三年给予落户奖励共{sum}万元",
        "ask_if": ["总公司搬过来要有几家外地分公司", "营收做到什么规模才认总部"],
        "ask_give": ["总公司迁过来一共给多少钱", "总部落下来分几年给、给多少"],
    },
    "scale": {
        "title": "培育规模以上服务业企业激励办法",
        "who": "首次纳入统计库的服务业企业",
        "if": "首次上规入库且次年营业收入增速不低于{rate}%的",
        "give": "给予培育奖励{sum}万元",
        "ask_if": ["小升规第二年增长要到几个点", "头一回进统计库以后还有什么增长要求"],
        "ask_give": ["小升规奖多少", "头一回进规上库有多少红包"],
    },
    "renovation": {
        "title": "老旧商务楼宇更新改造补助办法",
        "who": "实施更新改造的楼宇产权人",
        "if": "楼龄满{years}年以上且改造投入不少于{big}万元的",
        "give": "按照改造投资额的{rate}%给予补助，单个项目最高不超过{sum}万元",
        "ask_if": ["楼盖了多少年才能申请翻修的钱", "装修旧楼至少要花多少"],
        "ask_give": ["旧楼翻新政府出几成", "翻修一栋老楼最多补多少"],
    },
    "green": {
        "title": "鼓励楼宇取得绿色建筑认证的若干规定",
        "who": "取得国际或者国内绿色建筑标识的楼宇",
        "if": "取得标识后持续运行满{years}年且单位面积能耗下降{rate}%以上的",
        "give": "给予认证费用补助{sum}万元",
        "ask_if": ["省电要省到什么程度绿色认证才有补贴", "拿了绿标以后要运行几年"],
        "ask_give": ["拿绿色建筑牌子补多少钱", "评上绿标给多少"],
    },
    "special": {
        "title": "特色产业楼宇认定和培育办法",
        "who": "主导产业集聚的商务楼宇",
        "if": "同一主导产业企业数量占比达到{rate}%且入驻企业不少于{few}家的",
        "give": "认定为特色楼宇并给予奖励{sum}万元",
        "ask_if": ["楼里同行业的公司要占几成才叫特色楼", "专业楼最少要住几家公司"],
        "ask_give": ["评上专业楼有多少钱", "特色楼牌子拿到给多少"],
    },
    "talent": {
        "title": "楼宇企业人才安居实施细则",
        "who": "在楼宇企业全职工作的青年人才",
        "if": "缴纳社会保险满{few}个月且在本区无自有住房的",
        "give": "每月给予租房补贴{small}元，最长不超过{years}年",
        "ask_if": ["小年轻社保要交够几个月才有住房补助", "有房子的还能拿人才租房的钱吗"],
        "ask_give": ["毕业生租房一个月补多少", "大学生住房补助能拿几年"],
    },
    "interest": {
        "title": "楼宇企业贷款贴息管理办法",
        "who": "入驻楼宇的科技型中小企业",
        "if": "取得银行机构流动资金授信且按期还本付息的",
        "give": "按照贷款市场报价利率的{rate}%给予贴息，年度贴息总额最高{sum}万元",
        "ask_if": ["借银行的钱要怎样才补利息", "欠过息的公司还能申请贴息不"],
        "ask_give": ["贷款利息政府承担几成", "一年利息最多补多少"],
    },
    "listing": {
        "title": "推动企业利用资本市场发展的扶持政策",
        "who": "拟在境内外证券交易所首发上市的企业",
        "if": "完成股份制改造并经监管机构受理辅导备案的",
        "give": "分阶段给予奖励，累计不超过{sum}万元",
        "ask_if": ["上市走到哪一步能申请第一笔奖", "股改完了有什么说法"],
        "ask_give": ["公司上市一共奖多少", "敲钟以后能拿多少钱"],
    },
    "factory": {
        "title": "工业上楼空间供给支持办法",
        "who": "建设高标准厂房的开发主体",
        "if": "首层层高不低于{few}米且自持比例达到{rate}%以上的",
        "give": "按照建筑面积每平方米给予建设补助{small}元",
        "ask_if": ["厂房一楼要多高", "做立体工厂自己要留几成不卖"],
        "ask_give": ["盖高层厂房一平米补多少", "立体工厂建设费补助标准"],
    },
}
COMMON = (
    ("purpose", "为了{goal}，根据有关规定，结合{place}实际，制定本办法。", ()),
    ("budget", "{place}财政每年安排专项资金{fund}万元，用于本办法规定的{topic}支出。",
     ("{place}{short}这块财政一年拿出多少预算", "{place}{short}的专项资金盘子有多大")),
    ("papers", "申请{topic}的，应当提交申请表、营业执照复印件、{paper}和信用承诺书。",
     ("{place}办{short}要带些什么东西", "{place}{short}需要准备哪些资料")),
    ("time", "每年{month}月1日至{month}月{day}日集中受理申报，逾期不再受理。",
     ("{place}{short}几月份去报", "{place}{short}哪天截止")),
    ("review", "受理单位应当自收到完整材料之日起{work}个工作日内提出审核意见，并公示{show}天。",
     ("{place}{short}交上去要等多久出结果", "{place}{short}公示几天")),
    ("double", "同一项目符合{topic}和其他同类政策的，按照就高不重复的原则执行。",
     ("{place}{short}跟别的优惠能不能叠着拿", "{place}{short}拿了别的还给不给")),
    ("fraud", "以虚假材料骗取{topic}的，追回全部资金，{years}年内不得再次申请。",
     ("{place}{short}造假被抓几年不能再报", "{place}骗{short}会怎么处理")),
    ("end", "本办法自{year}年{month}月1日起施行，有效期{valid}年。",
     ("{place}{short}的文件管到哪年", "{place}{short}政策什么时候失效")),
)  # fmt: skip
SHORT = {
    "tax": ("楼宇税收奖励", "税收贡献奖励"), "rent": ("房租补贴", "租金补助"),
    "operator": ("楼宇运营奖", "运营服务奖励"), "headquarters": ("总部奖励", "总部落户奖励"),
    "scale": ("小升规奖励", "上规培育奖励"), "renovation": ("旧楼改造的钱", "更新改造补助"),
    "green": ("绿标补贴", "绿色认证补助"), "special": ("特色楼评选", "特色楼宇认定"),
    "talent": ("人才租房补助", "人才安居补贴"), "interest": ("利息补贴", "贷款贴息"),
    "listing": ("上市奖励", "上市扶持资金"), "factory": ("工业厂房补助", "工业上楼建设补助"),
}  # fmt: skip
PAPERS = ("租赁合同", "完税证明", "竣工验收证明", "审计报告", "不动产权证书", "统计入库证明")
OFF_TOPIC = (
    "幼儿园怎么报名", "驾照到期怎么换", "附近哪家火锅好吃", "去医院挂号要带医保卡吗",
    "身份证丢了去哪补", "明天会下雨吗", "孩子转学要什么条件", "结婚登记周末办不办",
    "狗证怎么办", "地铁末班车几点", "老人公交卡怎么年审", "户口怎么迁", "自来水停了找谁",
    "公积金怎么提取", "护照几天能拿到", "垃圾分类怎么投放", "广场舞扰民谁管",
    "疫苗第二针什么时候打", "图书馆几点关门", "电动车怎么上牌", "宝宝办出生证明要什么",
    "离婚冷静期是几天", "骑车闯红灯罚多少", "医保报销比例是多少", "退休年龄是几岁",
    "考研成绩什么时候公布", "小区物业乱收费找谁", "楼上漏水怎么处理", "路灯坏了打什么电话",
    "门口积水没人管", "出国旅游签证办几天", "老人高龄津贴怎么领", "残疾证去哪里办",
    "献血以后能免费用血吗", "公园几点开门", "中考分数线是多少", "丢了快递怎么投诉",
    "买到假货去哪举报", "宠物店要不要办证", "养老院一个月多少钱", "失业金能领几个月",
    "生孩子产假多少天", "房产证加名字要多少钱", "二手房过户流程", "违章停车怎么交罚款",
    "下水道堵了谁来通", "暖气什么时候开", "学区怎么划分", "居住证多久能办好", "低保怎么申请",
)  # fmt: skip


def facts(draw: random.Random) -> dict[str, int]:
    return {
        "big": draw.randrange(3, 60) * 100,
        "rate": draw.randrange(5, 90),
        "sum": draw.randrange(5, 500),
        "area": draw.randrange(2, 90) * 100,
        "years": draw.randrange(2, 20),
        "few": draw.randrange(3, 25),
        "small": draw.randrange(3, 40) * 50,
        "fund": draw.randrange(10, 90) * 100,
        "month": draw.randrange(1, 12),
        "day": draw.randrange(20, 29),
        "work": draw.randrange(5, 30),
        "show": draw.randrange(3, 12),
        "year": draw.randrange(2021, 2026),
        "valid": draw.randrange(2, 6),
    }


def document(place: str, theme: str, draw: random.Random) -> tuple[dict[str, Any], list[Any]]:
    """A document and what is asked of it: question and the clause that answers."""
    said = THEMES[theme]
    short, topic = SHORT[theme]
    told = facts(draw) | {
        "place": place, "topic": topic, "short": short, "paper": draw.choice(PAPERS),
        "goal": draw.choice(("优化营商环境", "推动楼宇经济发展", "提升楼宇品质")),
    }  # fmt: skip
    articles = [
        (f"本办法适用于在{place}范围内注册并合规经营的{said['who']}。", ()),
        (f"{said['who']}，{said['if'].format(**told)}，可以申请{topic}。",
         tuple(place + ask for ask in said["ask_if"])),
        (f"符合前款条件的{said['who']}，{said['give'].format(**told)}。",
         tuple(place + ask for ask in said["ask_give"])),
    ]  # fmt: skip
    articles += [
        (text.format(**told), tuple(ask.format(**told) for ask in asks)) for _, text, asks in COMMON
    ]
    first, *rest = articles[3], *articles[:3], *articles[4:]
    name = f"{place}{said['title']}"
    number = f"{place[:2]}政办〔{told['year']}〕{draw.randrange(1, 120)}号"
    lines = [name, number, "第一章 总则"]
    asked = []
    for count, (text, asks) in enumerate([first, *rest], 1):
        if count == 3:
            lines.append("第二章 支持标准")
        if count == 5:
            lines.append("第三章 申报和管理")
        lines.append(f"第{numeral(count)}条 {text}")
        asked += [(ask, text) for ask in asks]
    made = {
        "id": f"{place}-{theme}", "title": name, "number": number, "place": place,
        "issuer": f"{place}{draw.choice(ISSUERS)}", "text": "\n".join(lines),
    }  # fmt: skip
    return made, asked


def numeral(count: int) -> str:
    return (
        "零一二三四五六七八九十"[count] if count <= 10 else f"十{'一二三四五六七八九'[count - 11]}"
    )


def invented(seed: int, places: int, questions: int) -> tuple[list[Any], list[Any]]:
    """Documents and questions, drawn by the seed."""
    draw = random.Random(seed)
    documents, answerable, missing = [], [], []
    for place in draw.sample(PLACES, places):
        for theme in THEMES:
            made, asked = document(place, theme, draw)
            if draw.random() < LEFT_OUT:
                missing += [(ask, [], []) for ask, _ in asked]
            else:
                documents.append(made)
                answerable += [(ask, [made["id"]], [text]) for ask, text in asked]
    off = [(ask, [], []) for ask in OFF_TOPIC]
    third = questions // 6
    chosen = draw.sample(answerable, min(questions, len(answerable)))
    chosen += draw.sample(missing, min(third, len(missing))) + off
    kinds = (
        "answered" if c[1] else "off_topic" if c[0] in OFF_TOPIC else "missing" for c in chosen
    )
    return documents, [
        {"id": f"q{at}", "question": ask, "documents": ids, "quotes": quotes, "group": kind}
        for at, ((ask, ids, quotes), kind) in enumerate(zip(chosen, kinds, strict=True), 1)
    ]


def lines_write(path: Path, rows: list[Any]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def lines_read(path: Path) -> Iterator[Any]:
    """Rows of a JSONL file; a line that is none says which it is."""
    for at, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise SystemExit(f"{path.name} line {at} is no JSON: {error}") from error
