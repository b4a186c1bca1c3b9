"""Hard negatives (形近而非同一): originals that look like another original and are not it.

Branches of one head office, sister companies at one address, the same 字号 in another trade, the
same name in another city, and whoever follows in the same room, among them a shop that became a
company. Each is an entity of its own with its own USCC.
"""

import re

from invented import Original, World
from vocabulary import BRANCH_ENDS, FIELD_TAILS, FIELDS

RATES = {"branch": 0.03, "sister": 0.02, "trade": 0.02, "city": 0.02, "successor": 0.015}
"""Of ordinary originals, how many get such a neighbour."""
SHOP_END = "店|厂|商行|经营部"


def negatives_add(world: World, origin: Original) -> None:
    """Adds the neighbours that chance gives this original."""
    for kind, rate in RATES.items():
        if world.die() < rate:
            MAKERS[kind](world, origin)


def branches_add(world: World, head: Original) -> None:
    """One to six branches of a company, three times in ten under the head's own person."""
    if head.kind not in {"company", "coop"}:
        return
    for _ in range(1 + int(world.die() ** 3 * 6)):
        place = world.somewhere()
        tail = world.one((place.county, place.city[:-1], "")) + world.one(BRANCH_ENDS)
        rest = {"tail": tail, "parent": head.entity, "former": "", "address": world.address(place)}
        neighbour_add(world, head, place=place, kind="branch", **rest)


def sister_add(world: World, one: Original) -> None:
    """Another company of the same 字号 in the same or the next room."""
    field = world.one(tuple(FIELDS))
    trade = field + world.one(FIELD_TAILS)
    neighbour_add(
        world, one, kind="sister", trade=trade, industry=FIELDS[field].split(" ")[0], former=""
    )


def other_trade_add(world: World, one: Original) -> None:
    """The same 字号 and place in another trade, at another address, under another person."""
    field = world.one(tuple(FIELDS))
    code, scope = FIELDS[field].split(" ")
    place = world.somewhere()
    rest = {"address": world.address(place), "person": world.person(), "former": ""}
    neighbour_add(
        world,
        one,
        place=place,
        kind="trade",
        trade=field + world.one(FIELD_TAILS),
        industry=code,
        scope=scope,
        **rest,
    )


def other_city_add(world: World, one: Original) -> None:
    """The same 字号, trade and form, registered in another city."""
    place = world.somewhere()
    rest = {"address": world.address(place), "person": world.person(), "former": ""}
    prefix = world.one((place.city, place.city[:-1], place.county))
    fields = {"kind": "city", "prefix": prefix} | rest
    neighbour_add(world, one, place=place, **fields)


def successor_add(world: World, one: Original) -> None:
    """Whoever sits there next: a stranger of another name, or the shop as a company."""
    if one.kind == "shop" and world.die() < 0.7:
        fields = {"kind": "successor", "trade": re.sub(SHOP_END, "", one.trade), "form": "有限公司"}
    else:
        fields = {"kind": "successor", "word": world.word(), "person": world.person()}
    neighbour_add(world, one, former="", since="2023-05-15", **fields)


def neighbour_add(world: World, one: Original, **changed: str) -> None:
    """A row like ``one`` but for what changed; none where its name is taken."""
    if one.kind == "foreign" and "trade" in changed:
        return  # a Chinese trade word does not follow a foreign name
    place = changed.pop("place", None) or world.place_of(one)
    fields = one._asdict() | {"parent": None, "place": changed.pop("prefix", one.place)} | changed
    fields |= {"city": place.city}
    if one.kind == "shop" and changed["kind"] in {"sister", "trade"}:
        fields["form"] = "有限公司"
    if changed["kind"] == "sister":
        fields["person"] = one.person if world.die() < 0.5 else world.person()
    if changed["kind"] == "branch" and world.die() < 0.7:
        fields["person"] = world.person()
    for own in ("entity", "uscc"):
        fields.pop(own)
    name = "".join(fields[part] for part in ("place", "word", "trade", "form", "tail"))
    if name not in world.names:
        world.add(place, **fields)


MAKERS = {
    "branch": branches_add,
    "sister": sister_add,
    "trade": other_trade_add,
    "city": other_city_add,
    "successor": successor_add,
}


def originals(world: World, count: int) -> list[Original]:
    """Ordinary registrations and their hard negatives, ``count`` in all."""
    while len(world.made) < count:
        negatives_add(world, world.first())
    return world.made[:count]
