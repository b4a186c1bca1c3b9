"""错写 respelling: names and addresses written otherwise, in the rows that it befalls.

A text that another damage changed already is left as it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import polars as pl

from louyu.sample import slips
from louyu.sample.cells import Damaged, has, put
from louyu.sample.span import Flags
from louyu.sample.world import World

NAMES: Mapping[str, Callable[[str, tuple[str, ...]], str | None]] = {
    "name_place_dropped": slips.place_dropped,
    "name_signboard": slips.signboard,
    "name_brackets": slips.bracketed,
    "name_form": slips.form_mixed,
    "name_homophone": slips.homophone,
    "name_shape": slips.shape,
    "name_mistyped": slips.mistyped,
    "name_traditional": slips.traditional,
    "name_english": slips.english,
}
ADDRESSES: Mapping[str, Callable[[str], str | None]] = {
    "address_numerals": slips.numerals,
    "address_range": slips.ranged,
    "address_room_missing": slips.room_dropped,
    "address_room_form": slips.room_formed,
    "address_road_renamed": slips.road_renamed,
    "address_wing": slips.wing_mixed,
    "address_remark": slips.remarked,
}
BUILDINGS: Mapping[str, Callable[[str], str | None]] = {
    "building_wing": slips.wing_mixed,
    "building_wing_missing": slips.wing_dropped,
}


@dataclass(frozen=True)
class Respelling:
    """What texts are when nobody has changed them, and what may be left out of them."""

    fronts: tuple[str, ...]
    names: pl.Series
    whole: str
    """What every registered address begins with: city and district."""
    streets: tuple[str, ...]
    houses: Mapping[str, str]
    """Names of buildings that have an alias, and the alias."""
    alias_of: list[str | None]
    addresses: list[str]
    """Of each building: street, road and number."""

    @classmethod
    def of(cls, world: World, fronts: tuple[str, ...]) -> Self:
        firms, houses, district = world.enterprises, world.buildings, world.district
        aliases = [names.split("、")[0] if names else None for names in houses.aliases]
        return cls(
            fronts=fronts,
            names=pl.Series([*firms.name, *firms.later_name]).unique(),
            whole=f"{district.city}{district.name}",
            streets=tuple(street.name for street in district.streets),
            houses={n: a for n, a in zip(houses.name, aliases, strict=True) if a},
            alias_of=aliases,
            addresses=houses.address,
        )

    def make(self, dirty: Damaged, kind: str, where: Flags) -> Flags:
        """Changes the rows, as far as they have what the slip is about; those it changed."""
        if kind in NAMES:
            own = dirty.table["enterprise_name"].is_in(self.names.implode()).to_numpy()
            name = NAMES[kind]
            return written(dirty, where & own, "enterprise_name", lambda t: name(t, self.fronts))
        if kind in BUILDINGS:
            done = written(dirty, where, "building_name", BUILDINGS[kind])
            put(dirty, done, building_code=None)
            return done
        if kind == "building_address":
            put(
                dirty,
                where,
                building_name=pl.Series(self.addresses).gather(dirty.table["_building"]),
                building_code=None,
            )
            return where
        if kind == "address_beside":
            done = written(dirty, where & has(dirty, "_seat"), "registered_address", slips.beside)
            put(dirty, done, _seat=None, _room=None)
            return done
        own_ways: Mapping[str, Callable[[str], str | None]] = {
            "address_division_missing": self.without_division,
            "address_street_missing": self.without_street,
            "address_alias": self.with_alias,
        }
        spell = ADDRESSES.get(kind) or own_ways[kind]
        return written(dirty, where & has(dirty, "_seat"), "registered_address", spell)

    def without_division(self, address: str) -> str | None:
        return address.removeprefix(self.whole) if address.startswith(self.whole) else None

    def without_street(self, address: str) -> str | None:
        street = next((s for s in self.streets if s in address), None)
        return address.replace(street, "", 1) if street else None

    def with_alias(self, address: str) -> str | None:
        found = next((n for n in self.houses if n in address), None)
        return address.replace(found, self.houses[found]) if found else None


KINDS = frozenset(
    {
        *NAMES,
        *ADDRESSES,
        *BUILDINGS,
        "building_address",
        "address_beside",
        "address_division_missing",
        "address_street_missing",
        "address_alias",
    }
)


def written(dirty: Damaged, where: Flags, column: str, spell: Callable[[str], str | None]) -> Flags:
    """Writes the texts otherwise; the rows of which there is another way."""
    texts = dirty.table[column].filter(pl.Series(where)).drop_nulls().unique()
    ways = {text: said for text in texts if (said := spell(text)) is not None}
    done: Flags = where & dirty.table[column].is_in(list(ways)).fill_null(value=False).to_numpy()
    put(dirty, done, **{column: dirty.table[column].replace(ways)})
    return done
