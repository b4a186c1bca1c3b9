"""名称: invented names of organisations, buildings, roads and persons (演示数据).

Trade names (字号) are drawn from rare characters so that none is a real enterprise's by design;
with an invented place before them no name can be a registered one. Persons are 演示甲001 and so on.
"""

from dataclasses import dataclass

import numpy as np

from louyu.sample.span import Ints

RARE = (
    "翀翯翥翮翾羿聿胤昶暄暾曈曦曜朔杲枥栩桁桢梓棠棣楫槿樾橦檀沄沅泓浔浥淏淙湉湜溱滢漪潆澍澧濂瀚灏炘烜煊"
    "熠爔牧犀珩珺琚琛琤琬瑄瑭璆璟璨璩甯畹皓眭砚硕禧稷穗竑筠箫簃籁粲绡绮翊芃芊芮苒荇荃莳菀蓁蔚蕤薇蘅虬衎赟"
)
PLAIN = "澄屿璞珀栎楹岫霁岚昀衔樨苇渡汀笙砺磐锷铎嵩峤嶂峪坪垣墉埠圩埝堰畈"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BUILDING_ENDS = ("大厦", "中心", "商务楼", "国际", "广场", "大楼", "金座", "商务大厦")
ROADS = ("大道", "路", "街", "巷", "东路", "西路", "北街")


@dataclass(frozen=True)
class Trade:
    """A line of business: its word in a name, its GB/T 4754-2017 class, its share and wealth."""

    word: str
    code: str
    share: float
    wealth: float


TRADES = (
    Trade("软件技术", "6513", 8, 1.3),
    Trade("信息技术", "6531", 6, 1.1),
    Trade("网络科技", "6560", 6, 1.0),
    Trade("数据服务", "6550", 2, 1.1),
    Trade("贸易", "5181", 11, 1.1),
    Trade("服饰", "5132", 6, 1.0),
    Trade("机电设备", "5179", 6, 1.2),
    Trade("电子商务", "5292", 6, 0.8),
    Trade("纺织品", "5131", 3, 1.0),
    Trade("投资", "7212", 4, 2.6),
    Trade("控股", "7211", 2, 4.0),
    Trade("金融信息服务", "6940", 1.5, 3.2),
    Trade("置业", "7010", 2, 5.0),
    Trade("物业服务", "7020", 3, 0.7),
    Trade("房产中介", "7030", 3, 0.5),
    Trade("建设工程", "4790", 4, 1.8),
    Trade("装饰设计", "5011", 5, 0.8),
    Trade("建筑设计", "7484", 3, 1.2),
    Trade("工程咨询", "7481", 3, 1.0),
    Trade("企业管理咨询", "7249", 7, 0.6),
    Trade("财税服务", "7241", 3, 0.6),
    Trade("人力资源", "7262", 3, 1.4),
    Trade("广告传媒", "7259", 5, 0.7),
    Trade("会展服务", "7281", 1.5, 0.6),
    Trade("文化艺术", "8810", 3, 0.4),
    Trade("教育科技", "8391", 3, 0.5),
    Trade("旅行社", "7291", 1.5, 0.5),
    Trade("供应链管理", "5821", 3, 1.3),
    Trade("餐饮管理", "6210", 3, 0.6),
    Trade("知识产权代理", "7520", 1.5, 0.6),
)


def trade_names(rng: np.random.Generator, count: int) -> list[str]:
    """字号: ``count`` different ones, a third of two characters as long as those last; most are of
    three, and of four when those are used up (a province)."""
    size = len(RARE)
    pairs = rng.permutation(size * size)[: min(count // 3, size * size // 3)]
    left = count - len(pairs)
    triples = rng.choice(size**3, size=min(left, size**3), replace=False)
    fours = rng.choice(size**4, size=left - len(triples), replace=False)

    def spelt(number: int, characters: int) -> str:
        places = [number // size**place % size for place in range(characters)]
        return "".join(RARE[place] for place in reversed(places))

    mixed = [spelt(number, 2) for number in pairs.tolist()]
    mixed += [spelt(number, 3) for number in triples.tolist()]
    mixed += [spelt(number, 4) for number in fours.tolist()]
    return [mixed[k] for k in rng.permutation(count).tolist()]


def building_words(rng: np.random.Generator, count: int) -> list[str]:
    """Different invented words of two characters, of three when two are used up."""
    size = len(PLAIN)
    chosen = rng.permutation(size * size)
    words = [PLAIN[k // size] + PLAIN[k % size] for k in chosen.tolist() if k // size != k % size]
    enough = -(-count // len(words)) - 1
    return [*words, *(word + more for more in RARE[:enough] for word in words)][:count]


def persons(numbers: Ints) -> list[str]:
    """演示甲001: a person who does not exist."""
    return [f"演示{STEMS[k % 10]}{k // 10 + 1:03d}" for k in numbers.tolist()]
