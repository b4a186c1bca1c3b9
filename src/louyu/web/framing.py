"""嵌入 framing: which other sites may show a chart of this one in a frame of theirs.

``LOUYU_EMBED_ANCESTORS`` names them (origins, separated by blanks); none by default. Every other
page is shown in no frame at all.
"""

import re

from django.conf import settings
from django.http import HttpResponse

ORIGIN = re.compile(r"https?://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|'self'", re.IGNORECASE)


def ancestors(said: str) -> tuple[str, ...]:
    """The origins an administrator names. Raises `ValueError` for what is none."""
    found = tuple(said.split())
    for each in found:
        if not ORIGIN.fullmatch(each):
            raise ValueError(f"LOUYU_EMBED_ANCESTORS 里的“{each}”不是网站地址，如 https://a.gov.cn")
    return found


def framable(response: HttpResponse) -> HttpResponse:
    """Lets the named sites, and no other, show an answer in a frame."""
    sites = settings.EMBED_ANCESTORS
    if sites:
        response._csp_replace = {"frame-ancestors": list(sites)}
        response.xframe_options_exempt = True
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
