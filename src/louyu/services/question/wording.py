"""说法 wording: what a question asks without its courtesies, and official words for lay ones.

`lay_words.csv` is our own: a citizen's word and what documents call the same.
"""

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from louyu.services.question.terms import fold

COURTESY = re.compile(
    r"您好|你好|请问一下|请问|想问一下|想问问|想问|问一下|咨询一下|想咨询|咨询|麻烦问下|麻烦|谢谢您?|"
    r"我想知道|想知道|想了解一下|想了解|了解一下|打听一下|打听|领导|老师|帮我查一下|查一下|"
    r"我们公司|我们企业|我们单位|我公司|我企业|我司|我单位|本公司|我们|咱们|咱|本人|我家|我|你们|"
    r"是不是|有没有|能不能|可不可以|可以吗|是否|能否|"
    r"是多少|有多少|多少|有哪些|哪些|哪个|哪一个|什么样|什么|怎么样|怎样|怎么办理|怎么办|怎么|如何|"
    r"是啥|啥|呢|吗|吧|啊|呀|嘛|么|的话|一下|到底|究竟|现在|目前|关于|对于|方面|问题|规定"
)
LONGEST = 500
"""Characters of a question that are read."""


class LayWord(NamedTuple):
    """What documents call a lay word. One that ``asks`` says what is wanted to be known (多少钱,
    什么时候), not of what: it leads to a passage, but doesn't make a question one of ours."""

    official: tuple[str, ...]
    asks: bool = False


Glossary = Mapping[str, LayWord]


@cache
def lay_words() -> Glossary:
    """The product's glossary. A word with # is a kind of figure: #元 an amount of money."""
    text = resources.files("louyu.services.question").joinpath("lay_words.csv").read_text("utf-8")
    return {
        fold(row["lay"]): LayWord(tuple(row["official"].split()), bool(row["asks"]))
        for row in csv.DictReader(text.splitlines())
    }


def asked_words(question: str) -> str:
    """The question in one way of writing, without what is said to be polite."""
    return " ".join(COURTESY.sub(" ", fold(question[:LONGEST])).split())


def lay_words_in(question: str, glossary: Glossary) -> dict[str, LayWord]:
    """The lay words a question has, each with the official ones it does not have itself."""
    folded = fold(question[:LONGEST])
    return {
        lay: LayWord(tuple(word for word in said.official if word not in folded), said.asks)
        for lay, said in glossary.items()
        if lay in folded
    }
