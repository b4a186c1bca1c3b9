"""A page as a test reads it: its elements, and what they break of the rules for every page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

EMPTY = {"meta", "link", "input", "br", "img", "hr", "path", "rect", "line", "circle", "polyline",
         "polygon"}  # fmt: skip


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parents: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """Elements in order, each with the tags around it and the text within it."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parents = tuple(element.tag for element in self.open)
        element = Element(tag, {name: value or "" for name, value in attrs}, parents)
        self.elements.append(element)
        if tag not in EMPTY:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parents = tuple(element.tag for element in self.open)
        self.elements.append(Element(tag, {k: v or "" for k, v in attrs}, parents))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open[-1].tag == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @property
    def links(self) -> list[str]:
        return [a.attributes["href"] for a in self.all("a")]

    @property
    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def text(self) -> str:
        return " ".join(self.all("body")[0].text.split())


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    assert not page.open, f"left open: {page.open}"
    return page


def faults(page: Page) -> list[str]:
    """What a page breaks of WCAG 2.1 AA (as far as its markup shows) and of the strict CSP."""
    return [*page_faults(page), *(said for e in page.elements for said in element_faults(e, page))]


def page_faults(page: Page) -> Iterator[str]:
    levels = [int(e.tag[1]) for e in page.elements if e.tag in {"h1", "h2", "h3", "h4"}]
    rules = {
        "an id is given twice": len(page.ids) == len(set(page.ids)),
        "no language": page.all("html")[0].attributes.get("lang") == "zh-Hans",
        "no title": page.all("title")[0].text.strip(),
        "not one h1": len(page.all("h1")) == 1,
        f"a heading level is left out: {levels}": all(b <= a + 1 for a, b in pairwise(levels)),
        "a landmark is missing or double": all(
            len(page.all(tag)) == 1 for tag in ("header", "main", "footer")
        ),
        "no skip link": page.links[0] == "#content" and "content" in page.ids,
    }
    yield from (said for said, kept in rules.items() if not kept)


def element_faults(element: Element, page: Page) -> Iterator[str]:
    tag, said = element.tag, element.attributes
    labels = {label.attributes.get("for") for label in page.all("label")}
    asked = tag in {"select", "input"} and said.get("type") != "hidden"
    drawn = tag == "svg" and "aria-hidden" not in said
    region = said.get("role") == "region"
    named = said.get("aria-labelledby", "").split()
    inline = tag == "script" and (not said.get("src") or element.text.strip())
    rules = {
        "inline style or script": tag != "style" and "style" not in said and not inline,
        "inline handler": not any(name.startswith("on") for name in said),
        "no label": not asked or said.get("id") in labels,
        "th without scope": tag != "th" or said.get("scope") in {"col", "row"},
        # A drawing of parts that may be opened is a group: an image would hide them from a reader.
        "a drawing without words": not drawn
        or (said.get("role") in {"img", "group"} and said.get("aria-label")),
        "a link without words": tag not in {"a", "button"} or element.text.strip(),
        "a region without name or focus": not region or (named and said.get("tabindex") == "0"),
        "a name that names nothing": set(named) <= set(page.ids),
        "another host": not any(
            said.get(name, "").startswith(("http:", "https:", "//")) for name in ("src", "href")
        ),
    }
    yield from (f"{fault}: {tag} {said}" for fault, kept in rules.items() if not kept)
