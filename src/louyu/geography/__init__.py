"""地理数据 geography: boundaries, footprints and roads for the map, imported from what units have.

GeoJSON, Shapefile or OpenStreetMap becomes WGS-84, is checked and repaired feature by feature, and
is kept as ``geography/<kind>.geojson`` under the site's home. The datum is asked for where a file
does not tell it, never guessed: half a kilometre lies between two.
"""

from louyu.geography.kept import FORMATS, imported
from louyu.geography.kind import KINDS, GeographyError, Imported, geography_path
from louyu.geography.matching import Matched, degrees, footprints_told, matched, places_of
from louyu.geography.projection import DATUMS, Said

__all__ = [
    "DATUMS",
    "FORMATS",
    "KINDS",
    "GeographyError",
    "Imported",
    "Matched",
    "Said",
    "degrees",
    "footprints_told",
    "geography_path",
    "imported",
    "matched",
    "places_of",
]
