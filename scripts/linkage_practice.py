"""Invented organisations and damaged mentions of them, for training the scorer of linkage.

Written for scripts/train_linkage.py alone and unlike the benchmark's, so that what is learned is
tested on damage of another hand. Everything is invented (演示数据).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import opencc
import polars as pl
from pypinyin import lazy_pinyin

from louyu.registers.linkage.prepared import COLUMNS

LETTERS = (
    "华盛瑞恒鑫达宏泰丰顺和兴源通诚信德润安嘉永康博远创联智天海云帆星辰光明新正元亨利贞金玉银龙凤翔飞腾"
    "鹏程万里长江河山川森林木水火土地人文思睿哲聪慧敏捷锐进取优品尚美雅逸致清风雨雪霖霆雷电震东南西北中"
    "启航扬帆途悦欣荣昌茂盈余富贵裕同心合众力量行健维度方圆广汇集成益民生活力旺升宇宙寰球国邦邑都城景象"
    "初禾谷麦田园春夏秋冬朝阳旭日月皓朗晴空蓝青绿翠碧墨卓越超凡非奥特斯迈克尔亚欧美澳尼洛巴可乐伊诺"
)
TRADES = (
    ("科技", "6513"), ("信息技术", "6531"), ("网络科技", "6560"), ("贸易", "5181"),
    ("商贸", "5299"), ("进出口", "5181"), ("电子商务", "5292"), ("企业管理咨询", "7249"),
    ("企业管理", "7211"), ("财税咨询", "7241"), ("人力资源", "7262"), ("文化传媒", "7259"),
    ("广告", "7251"), ("文化创意", "8810"), ("装饰工程", "5011"), ("建筑工程", "4790"),
    ("建筑设计", "7484"), ("物业管理", "7020"), ("房地产开发", "7010"), ("置业", "7010"),
    ("投资管理", "7212"), ("投资", "7212"), ("实业", "5199"), ("服饰", "5132"),
    ("纺织品", "5131"), ("鞋业", "5133"), ("食品", "5129"), ("农业发展", "0190"),
    ("餐饮管理", "6210"), ("酒店管理", "6110"), ("机电设备", "5179"), ("机械", "3490"),
    ("环保科技", "7720"), ("新能源科技", "4415"), ("物流", "5320"), ("供应链管理", "7224"),
    ("教育咨询", "8391"), ("医疗器械", "5154"), ("生物科技", "7340"), ("健康管理", "8499"),
    ("家居", "5283"), ("建材", "5165"), ("汽车服务", "8111"), ("旅行社", "7291"),
    ("知识产权代理", "7520"), ("保安服务", "7271"), ("软件", "6513"), ("设计", "7492"),
)  # fmt: skip
FORMS = ("有限公司", "有限公司", "有限公司", "有限公司", "有限公司", "有限责任公司", "股份有限公司")
ODD_FORMS = ("合伙企业（有限合伙）", "专业合作社", "商行", "经营部", "工作室", "店（个体工商户）")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英文辉玲建国华红波斌宇浩凯鑫丹雪"
ROADS = (
    "江湾路", "望潮路", "学海大道", "云台街", "青石巷", "人民路", "环城东路", "府前街",
    "锦绣大道", "飞云路", "瓯江路", "永安路", "创业路", "新城大道", "南塘街", "桃源路",
    "会展路", "体育路",
)  # fmt: skip
ESTATES = (
    "望潮",
    "云台",
    "锦绣",
    "金茂",
    "恒信",
    "东方",
    "世纪",
    "江滨",
    "财富",
    "时代",
    "发展",
    "鼎盛",
)
ESTATE_ENDS = ("大厦", "广场", "中心", "商务楼", "国际大厦", "科技园", "大楼")
BRANCHES = (
    "第一分公司", "第二分公司", "第三分公司", "{}分公司", "{}营业部", "{}办事处",
    "{}分店", "{}门市部",
)  # fmt: skip
SHOP_FORMS = ("店", "商行", "店（个体工商户）", "（个体工商户）")
SHOP_TRADES = (
    ("超市", "5212"), ("早餐", "6291"), ("奶茶", "6233"), ("花卉", "5229"), ("药房", "5251"),
    ("修理", "8111"), ("台球", "9030"), ("童装", "5232"), ("文具", "5241"), ("洗车", "8111"),
)  # fmt: skip
SYLLABLES = ("Ar", "Ben", "Cor", "Dal", "Es", "Fin", "Gran", "Hol", "In", "Jor", "Lan", "Mil")
FOREIGN = ((" Technology", "7510"), (" Trading", "5181"), (" Consulting", "7249"))
STEMS = "澄屿珀栎楹岫霁岚昀苇渡汀笙砺磐峤嶂峪坪"
TWINS = (
    "己已", "未末", "土士", "天夭", "干千", "侯候", "贝见", "今令", "晴睛", "茶荼", "博搏",
    "铭名", "杨扬", "晟盛", "城诚", "洲州", "宏弘", "恒桓", "昌晶", "达迖", "丰半", "利和",
    "万方", "元无", "风凤", "木本", "水永", "大太", "玉王", "日目", "明朋", "云去", "正止",
    "田由", "力刀", "同问",
)  # fmt: skip


@dataclass(frozen=True)
class Organisation:
    """What is true of one organisation."""

    entity: int
    chain: tuple[str, str, str]
    style: int
    trade: str
    industry: str
    code: str
    form: str
    branch: str
    person: str
    road: str
    number: int
    estate: str
    tower: str
    room: str
    since: date
    former: str = ""
    quarter: str = ""

    @property
    def name(self) -> str:
        province, city, county = self.chain
        short = city.removesuffix("市")
        core = f"{self.trade}{self.industry}"
        if self.style == 5:
            return f"{self.trade}（{short}）{self.industry}{self.form}{self.branch}"
        prefix = (city, short, city + county, province + city, province, "", "", short + county)[
            self.style
        ]
        return f"{prefix}{self.quarter}{core}{self.form}{self.branch}"


@dataclass
class Practice:
    """Draws organisations, hard negatives among them, and their mentions."""

    rng: np.random.Generator
    heavy: float
    sounds: dict[str, list[str]] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    to_traditional: opencc.OpenCC = field(default_factory=lambda: opencc.OpenCC("s2t"))

    def __post_init__(self) -> None:
        letters = sorted(set(LETTERS) | set(GIVEN) | set(STEMS))
        for letter, sound in zip(letters, lazy_pinyin(letters), strict=True):
            self.sounds.setdefault(sound, []).append(letter)
        for pair in TWINS:
            self.twins |= {pair[0]: pair[1], pair[1]: pair[0]}
        provinces = ["澄屿省", "岫岚省"]
        self.chains = [
            (
                p,
                self.pick(STEMS) + self.pick(STEMS) + "市",
                self.pick(STEMS) + self.pick(STEMS) + end,
            )
            for p in provinces
            for _ in range(8)
            for end in "区县区"
        ]
        share = 1 / np.arange(1, len(LETTERS) + 1) ** 0.6
        self.share = share / share.sum()

    def pick(self, among: object) -> str:
        return str(among[int(self.rng.integers(len(among)))])  # type: ignore[index, arg-type]  # any sequence

    def often(self, chance: float) -> bool:
        return bool(self.rng.random() < chance)

    def trade(self) -> str:
        length = int(self.rng.choice([2, 3, 4], p=[0.75, 0.17, 0.08]))
        return "".join(self.rng.choice(list(LETTERS), length, p=self.share))

    def person(self) -> str:
        return self.pick(SURNAMES) + "".join(
            self.pick(GIVEN) for _ in range(1 if self.often(0.25) else 2)
        )

    def organisation(self, entity: int) -> Organisation:
        industry, code = TRADES[int(self.rng.integers(len(TRADES)) * self.rng.random() ** 0.5)]
        odd = self.often(0.08)
        one = self.company(entity, industry, code, odd)
        if self.often(0.18):
            industry, code = self.pick_of(SHOP_TRADES)
            quarter = self.pick(STEMS) + self.pick(STEMS) if self.often(0.4) else ""
            return replace(one, style=int(self.rng.choice([2, 7, 0])), industry=industry, code=code,
                           form=self.pick(SHOP_FORMS), quarter=quarter, former="")  # fmt: skip
        if self.often(0.02):
            industry, code = self.pick_of(FOREIGN)
            trade = "".join(self.pick(SYLLABLES) for _ in range(int(self.rng.integers(2, 5))))
            return replace(one, style=6, trade=trade.capitalize(), industry=industry, code=code,
                           form=" Co., Ltd.", former="")  # fmt: skip
        return one

    def pick_of(self, among: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
        return among[int(self.rng.integers(len(among)))]

    def company(self, entity: int, industry: str, code: str, odd: bool) -> Organisation:
        return Organisation(
            entity=entity,
            chain=self.chains[int(len(self.chains) * self.rng.random() ** 1.6)],
            style=int(self.rng.integers(8)),
            trade=self.trade(),
            industry=industry,
            code=code,
            form=self.pick(ODD_FORMS) if odd else self.pick(FORMS),
            branch="",
            person=self.person(),
            **self.seat(),
            since=date(2005, 1, 1) + timedelta(days=int(self.rng.integers(7300))),
            former=self.trade() if self.often(0.06) else "",
        )

    def seat(self) -> dict[str, object]:
        road = int(self.rng.integers(len(ROADS)))
        number = int(self.rng.integers(1, 120)) * 2
        # The number has one estate: the same building for all who give it.
        estate = ESTATES[(road * 7 + number) % 12] + ESTATE_ENDS[(road + number * 3) % 7]
        floor = int(self.rng.integers(1, 30))
        return {
            "road": ROADS[road],
            "number": number,
            "estate": estate if self.often(0.75) else "",
            "tower": self.pick(["", "", "A", "B", "1", "2"]),
            "room": f"{floor}{int(self.rng.integers(1, 13)):02d}",
        }

    def organisations(self, count: int) -> list[Organisation]:
        found: list[Organisation] = []
        while len(found) < count:
            one = self.organisation(len(found))
            found.append(one)
            if self.often(0.22):
                found.append(self.rival(one, len(found)))
        return found

    def rival(self, one: Organisation, entity: int) -> Organisation:
        """A hard negative: another organisation that is easily taken for this one."""
        other = self.organisation(entity)
        here = {"road": one.road, "number": one.number, "estate": one.estate, "tower": one.tower}
        kind = int(self.rng.integers(7))
        if kind == 0:
            return replace(other, trade=one.trade, chain=one.chain)
        if kind == 1:
            return replace(other, trade=one.trade, person=one.person, chain=one.chain, **here,
                           room=one.room if self.often(0.5) else other.room)  # fmt: skip
        if kind == 2:
            return replace(other, trade=one.trade, industry=one.industry, form=one.form)
        if kind == 3:
            _, city, county = self.pick_of(self.chains)
            where = self.pick(["", city.removesuffix("市"), county, county])
            branch = self.pick(BRANCHES).format(where)
            return replace(one, entity=entity, branch=branch, former="", **self.seat(),
                           person=one.person if self.often(0.5) else other.person,
                           since=other.since)  # fmt: skip
        if kind == 4 and one.form in SHOP_FORMS and self.often(0.6):
            # The shop goes on as a company.
            return replace(one, entity=entity, form="有限公司", quarter="", since=other.since,
                           person=one.person if self.often(0.7) else other.person)  # fmt: skip
        if kind == 4:
            new = one.trade[0] + other.trade[1:] if self.often(0.6) else one.trade
            return replace(other, trade=new, chain=one.chain, **here, room=one.room, former="",
                           industry=one.industry if self.often(0.5) and new != one.trade
                           else other.industry,
                           person=one.person if self.often(0.4) else other.person)  # fmt: skip
        if kind == 5:
            # One letter apart, same trade, same town.
            return replace(other, trade=one.trade[:-1] + self.pick(LETTERS), chain=one.chain,
                           industry=one.industry)  # fmt: skip
        return replace(other, chain=one.chain, **here, room=one.room)

    def slip(self, text: str) -> str:
        if len(text) < 2:
            return text
        at = int(self.rng.integers(len(text)))
        letter, kind = text[at], int(self.rng.integers(6))
        if kind <= 1:
            sound = lazy_pinyin(letter)[0]
            new = self.pick(self.sounds.get(sound, [letter]))
        elif kind == 2:
            new = self.twins.get(letter, letter)
        elif kind == 3:
            new = ""
        elif kind == 4:
            new = letter + (letter if self.often(0.5) else self.pick(LETTERS))
        else:
            return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
        return text[:at] + new + text[at + 1 :]

    def said_name(self, one: Organisation) -> str:  # noqa: C901  # one line per kind of damage
        h = self.heavy
        name = one.name
        told = one
        if one.former and self.often(0.5):
            told = replace(one, trade=one.former)
        if self.often(0.25 * h):
            told = replace(told, style=int(self.rng.integers(8)),
                           quarter=told.quarter if self.often(0.6) else "")  # fmt: skip
        if self.often(0.10 * h):
            told = replace(told, form=self.pick(["有限公司", "有限责任公司", "公司", ""]))
        if self.often(0.2 * h):
            told = replace(told, form="", style=6, quarter="",
                           branch=told.branch if self.often(0.95) else "")  # fmt: skip
            if self.often(0.35):
                told = replace(told, industry=told.industry[:2])
            elif self.often(0.35):
                told = replace(told, industry="")
        if self.often(0.05 * h):
            told = replace(told, industry=TRADES[int(self.rng.integers(len(TRADES)))][0])
        if self.often(0.15 * h):
            told = replace(told, trade=self.slip(told.trade))
        if self.often(0.05 * h):
            told = replace(told, industry=self.slip(told.industry))
        if told.branch and self.often(0.08 * h):
            told = replace(told, branch=self.slip(told.branch))
        name = told.name
        if self.often(0.05 * h):
            name = self.slip(name)
        if self.often(0.06):
            name = self.to_traditional.convert(name)
        if self.often(0.08):
            name = name.replace("（", "(").replace("）", ")")
        if self.often(0.05):
            name = " ".join((name[:4], name[4:]))
        return name or one.name

    def said_address(self, one: Organisation, chance: float) -> str | None:
        if self.often(chance * 0.6):
            return None
        province, city, county = one.chain
        if self.often(chance * 0.35):
            one = replace(one, **self.seat())
        before = self.pick([province + city + county, city + county, city, county, ""])
        road = f"{one.road}{one.number}号" if self.often(0.9) or not one.estate else ""
        estate = one.estate if self.often(0.85) else ""
        tower = f"{one.tower}{self.pick(['座', '幢', '号楼'])}" if one.tower else ""
        floor = f"{one.room[:-2]}{self.pick(['层', '楼', 'F'])}" if self.often(0.3) else ""
        room = one.room + self.pick(["室", "室", ""]) if self.often(1 - chance * 0.5) else ""
        return before + road + estate + tower + floor + room

    def mention(
        self, one: Organisation, record: str, number: str, uscc: str | None
    ) -> dict[str, object]:
        """A department's row about an organisation, damaged."""
        h = self.heavy
        person: str | None = one.person if self.often(0.6) else None
        if person and self.often(0.08 * h):
            person = self.person()
        elif person and self.often(0.04 * h):
            person = self.slip(person)
        elif person and self.often(0.03 * h):
            person = person[0] + "*" * (len(person) - 1)
        seated = self.often(0.35)
        moved = self.often(0.06 * h)
        return {
            "record": record,
            "uscc": uscc,
            "registration_number": number if self.often(0.03) else None,
            "name": self.said_name(one),
            "former_names": None,
            "person": person,
            "address": self.said_address(one, 0.3 * h),
            "building": building(one) if seated and not moved else None,
            "room": one.room if seated and not moved and self.often(0.7) else None,
            "industry": (one.code if self.often(0.5) else one.industry + "；销售；服务")
            if self.often(0.4) else None,
            "city": one.chain[1] if self.often(0.75) else None,
            "since": one.since + timedelta(days=int(self.rng.integers(900) * self.often(0.5)))
            if self.often(0.5) else None,
            "registered": False,
        }  # fmt: skip

    def records(self, count: int, coded: float) -> tuple[pl.DataFrame, dict[str, int]]:
        """The records table, and whose each record is; ``coded``: copies that state the USCC."""
        rows, truth = [], {}
        bare = self.often(0.2)
        for one in self.organisations(count):
            uscc = None if coded == 0 else f"91{one.entity:016d}"
            number = f"33{one.entity:013d}"
            record = f"a{one.entity}"
            truth[record] = one.entity
            rows.append(
                {
                    "record": record, "uscc": uscc, "registration_number": number, "name": one.name,
                    "former_names": replace(one, trade=one.former).name if one.former else None,
                    "person": None if bare else one.person,
                    "address": self.said_address(one, 0),
                    "building": building(one) if self.often(0.6) else None, "room": None,
                    "industry": one.code if self.often(0.6) else one.industry + "服务；批发",
                    "city": one.chain[1], "since": one.since, "registered": True,
                }
            )  # fmt: skip
            for copy in range(int(self.rng.choice([0, 1, 2], p=[0.2, 0.6, 0.2]))):
                record = f"b{one.entity}-{copy}"
                truth[record] = one.entity
                told = uscc if self.often(coded) else None
                rows.append(self.mention(one, record, number, told))
        return pl.DataFrame(rows, schema=COLUMNS, orient="row"), truth


def building(one: Organisation) -> str:
    return f"L{one.road}{one.number}"
