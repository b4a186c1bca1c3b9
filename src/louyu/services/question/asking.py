"""问什么 asking: whether a question is about one's own case, which the rule engine answers.

A small grammar: whether one may have something (能不能享受, 够不够条件, 符合不符合), or how much
one would get (能拿多少, 补贴多少钱). What a policy says in general (标准是什么) is quoted.
"""

import re
from dataclasses import dataclass
from typing import Literal

from louyu.services.question.terms import fold

Kind = Literal["eligibility", "amount"]

BENEFIT = (
    r"(?:政策|补贴|补助|奖励|奖金|资助|扶持|优惠|贴息|减免|免租|返还|资金|名额|待遇|认定|资格|条件|标准|项目"
    r"|免申即享|申报|申请|红包|钱)"
)
ASKED = (
    r"(?:能不能|能否|可不可以|可以不可以|可否|是不是可以|是不是能|是否|会不会|有没有资格|有资格|够不够|够不够格"
    r"|符不符合|符合不符合|合不合|满不满足|达不达到|达没达到)"
)
"""Asks by itself, and of oneself where nobody is named."""
PLAIN = r"(?:能|可以|够|符合|满足|达到|有)"
TAKE = (
    r"(?:享受|享有|申请|申报|申领|领取?|拿到?|得到|获得|报名|报|评上|评|认定|兑现"
    r"|条件|资格|标准|要求|达标|够格)"
)
END = r"(?:吗|么(?!样)|不(?=[?,。!]|$)|没有?(?=[?,。!]|$)|没(?=[?,。!]|$))"
SELF = re.compile(
    rf"{ASKED}.{{0,12}}?{TAKE}|(?:够格|达标|够条件|合条件|合资格|够标准)(?:了)?{END}"
    rf"|(?:还)?差(?:什么|哪些|哪|多少)|算不算|{PLAIN}.{{0,8}}?(?:哪些|什么|哪几[项条]|几项).{{0,6}}?(?:政策|补贴|奖励|优惠|扶持)"
    rf".{{0,4}}?(?:可以|能)?(?:享受|申请|申报|拿|领)?$"
)
OF_CASE = re.compile(
    rf"{PLAIN}.{{0,12}}?{TAKE}.{{0,16}}?{END}|(?:有|给).{{0,6}}?{BENEFIT}{END}|有没有.{{0,6}}?{BENEFIT}"
    rf"|(?:哪些|什么|哪几[项条]){BENEFIT}.{{0,4}}?(?:可以|能)(?:享受|申请|申报|拿|领)"
    rf"|(?:能|可以)(?:享受|申请|申报|拿|领)(?:到)?(?:哪些|什么|哪几[项条])"
)
"""Asks of a case where one is spoken of; else what documents say in general."""
TOGETHER = re.compile(r"叠|同时|重复|兼得|一起|别的|其他(?:政策|优惠)|另外的")
"""Whether two may be had together is a rule of documents."""
AMOUNT = re.compile(
    r"(?:能|可以|会|该|应该|应)?(?:拿|领|得|补|奖|给|发|批|减|免|贴|享受|获得|到手|返)(?:到|我|我们|个|的|贴|励|助)*"
    r"(?:多少|几万|几千|几百|几块|几成|几个点)"
    rf"|{BENEFIT}.{{0,6}}?(?:有|是|能有|给|发|拿)?(?:多少|几万|几千)(?:钱|元|万)?"
)
OWN = re.compile(
    r"我|咱|本公司|本企业|本单位|本人|这家|该公司|该企业|这栋楼|这幢楼|这座楼|我楼|名下"
)
ENTERPRISE = re.compile(
    r"[\u4e00-\u9fffA-Za-z0-9()（）]{2,30}?(?:有限责任公司|股份有限公司|有限公司|合伙企业|事务所|分公司|集团)"
)
POLICY = re.compile(r"《(?P<title>[^《》]{2,60})》")


@dataclass(frozen=True)
class Case:
    """A question about a case: what is asked, of which named policies and enterprise."""

    kind: Kind
    policies: tuple[str, ...] = ()
    enterprise: str = ""


def case_asked(question: str, *, enterprises: tuple[str, ...] = ()) -> Case | None:
    """The case a question is about; None when it asks what a document says.

    How much is a matter of a case only where one is spoken of: one's own, a named enterprise's.
    """
    folded = POLICY.sub("政策", fold(question))
    named = next((name for name in enterprises if fold(name) in folded), "")
    if not named and (said := ENTERPRISE.search(question)):
        named = re.sub(
            r"^.*?(?:我们公司是|我公司是|我们是|我是|请问|您好|你好)[,，:： ]*", "", said[0]
        )
    own = bool(named or OWN.search(folded))
    policies = tuple(found["title"] for found in POLICY.finditer(question))
    if own and AMOUNT.search(folded):
        return Case("amount", policies, named)
    general = GENERAL.search(folded) or TOGETHER.search(folded)
    if SELF.search(folded) and (own or not general):
        return Case("eligibility", policies, named)
    if (own or policies) and OF_CASE.search(folded):
        return Case("eligibility", policies, named)
    return None


GENERAL = re.compile(
    r"(?:什么|哪些|怎样的?|怎么样的?|多大|多少|几|哪种|哪类)(?:.{0,8})?(?:企业|公司|楼宇|楼|大楼|单位|个人|条件|面积|人)?"
    r".{0,10}?(?:才|可以|能|算)"
    r"|(?:条件|标准|要求|材料|流程|资格)(?:是|有|包括)?(?:什么|哪些|多少)|(?:什么|哪些)(?:条件|标准|要求|材料|资格)"
)
"""Asks what the conditions are, not whether they are met."""
