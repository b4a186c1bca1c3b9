"""哪个区县 area: the districts and counties a text names, so that no other district's word answers.

A document of another district is no answer where one is asked about by name; a document of the
city, the province or nobody in particular may be.
"""

import re

from louyu.services.question.terms import fold

AREA = re.compile(r"[\u4e00-\u9fff]{2}[区县](?![域里内分间块片长])")
NO_AREA = re.compile(
    r"[\u4e00-\u9fff]?[园社城辖市全本各开我该办商务示范工业住宅生活居景厂库校片小地湾新老核心们个学山灾]区"
    r"|[\u4e00-\u9fff]?[全本各市该我]县"
)


def areas_in(text: str) -> frozenset[str]:
    """Names like 某某区; not 园区, 辖区, 全区. Two characters and 区 or 县, as most are called."""
    return frozenset(name for name in AREA.findall(fold(text)) if not NO_AREA.fullmatch(name))
