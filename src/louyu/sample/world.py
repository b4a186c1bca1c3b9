"""世界 world: everything that is true of the invented district, before anyone reports it."""

from dataclasses import dataclass

from louyu.district import District
from louyu.sample import building_events, honours
from louyu.sample.building_events import Events
from louyu.sample.buildings import Buildings, buildings
from louyu.sample.enterprises import Enterprises, enterprises
from louyu.sample.honours import Headquarters, Units
from louyu.sample.parcels import Parcels, parcels
from louyu.sample.registrations import Registrations, registrations
from louyu.sample.rooms import Rooms
from louyu.sample.scale import Scale
from louyu.sample.span import Span
from louyu.sample.stays import Stays, rooms_and_stays
from louyu.sample.taxes import Taxes, taxes


@dataclass(frozen=True)
class World:
    """The state and history of the district over the span."""

    district: District
    scale: Scale
    buildings: Buildings
    rooms: Rooms
    stays: Stays
    enterprises: Enterprises
    registrations: Registrations
    taxes: Taxes
    units: Units
    headquarters: Headquarters
    party_bodies: Events
    recognitions: Events
    evaluations: Events
    renovations: Events
    operated_spaces: Events
    parcels: Parcels

    @property
    def span(self) -> Span:
        return self.scale.span


def world(district: District, scale: Scale) -> World:
    """Draws a district; the same scale gives the same one."""
    houses = buildings(district, scale)
    units, occupied = rooms_and_stays(houses, scale)
    firms = enterprises(district, occupied, scale)
    registered = registrations(firms, occupied, scale)
    paid = taxes(houses, occupied, firms, registered, scale)
    return World(
        district=district,
        scale=scale,
        buildings=houses,
        rooms=units,
        stays=occupied,
        enterprises=firms,
        registrations=registered,
        taxes=paid,
        units=honours.units(paid, firms, registered, scale),
        headquarters=honours.headquarters(paid, firms, registered, scale),
        party_bodies=building_events.party_bodies(houses, scale),
        recognitions=building_events.recognitions(houses, scale),
        evaluations=building_events.evaluations(houses, scale),
        renovations=building_events.renovations(houses, scale),
        operated_spaces=building_events.operated_spaces(houses, scale),
        parcels=parcels(district, scale),
    )
