"""瓦片底图 tiles: a base layer from elsewhere, such as 天地图. There is none unless one is set.

``LOUYU_TILES`` is the address of a tile in WGS-84 or CGCS2000 Web Mercator with {z}, {x}, {y} and
{key} in it, ``LOUYU_TILES_KEY`` the key, ``LOUYU_TILES_NAME`` what the map calls it. Readers'
browsers ask that host, and no other; the key is seen by whoever may open the map.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from csp.decorators import csp_update
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse

HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
NEEDED = ("{z}", "{x}", "{y}")


@dataclass(frozen=True)
class Tiles:
    """A base layer: the address of a tile, of whom it is asked, and its name."""

    address: str
    origin: str
    name: str


def tiles(environment: Mapping[str, str]) -> Tiles | None:
    """The base layer that is set; None, as by default."""
    template = environment.get("LOUYU_TILES", "").strip()
    if not template:
        return None
    key = environment.get("LOUYU_TILES_KEY", "").strip()
    parts = urlsplit(template)
    missing = [name for name in NEEDED if name not in template]
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        raise ImproperlyConfigured("LOUYU_TILES 应为 http(s) 地址，主机名写全，不用 {s} 一类的占位")
    if missing:
        raise ImproperlyConfigured(f"LOUYU_TILES 里缺 {'、'.join(missing)}")
    if "{key}" in template and not key:
        raise ImproperlyConfigured("LOUYU_TILES 里有 {key}，请设 LOUYU_TILES_KEY")
    address = template.replace("{key}", quote(key, safe=""))
    name = environment.get("LOUYU_TILES_NAME", "").strip() or "天地图"
    return Tiles(address, f"{parts.scheme}://{parts.netloc}", name)


def opened(request: HttpRequest, response: HttpResponse, base: Tiles | None) -> HttpResponse:
    """A page that may ask the base layer's host for tiles; without a base layer it stays closed."""
    if base is None:
        return response
    directives = {"img-src": [base.origin], "connect-src": [base.origin]}
    answered: HttpResponse = csp_update(directives)(lambda _request: response)(request)
    return answered
