"""The month and the place in a list that an address asks for, and what a page shows of them."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest

from louyu.web.frame import figures
from louyu.web.reader import Reader


def month_asked(request: HttpRequest, reader: Reader) -> int:
    """The month of the address, the edition's last one when none is given."""
    said = request.GET.get("month", "").replace("-", "")
    if not said:
        return reader.months[-1]
    if not said.isdigit() or int(said) not in reader.months:
        raise Http404(f"这一期里没有“{said[:12]}”这个月份")
    return int(said)


def number_asked(request: HttpRequest, name: str, otherwise: int = 1) -> int:
    said = request.GET.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else otherwise


def frame(
    reader: Reader, month: int, *, choosing: str = "", kept: dict[str, Any] | None = None
) -> dict[str, Any]:
    """What every page shows around its content: district, edition, month and where to go.

    ``kept`` is what the address asks for beside the month: another month is asked with it.
    """
    others = {name: value for name, value in (kept or {}).items() if value and name != "month"}
    place = reader.months.index(month)
    years = [
        (year, [(m, figures.month_name(m)) for m in months])
        for year, months in groupby(reversed(reader.months), key=lambda m: m // 100)
    ]
    return {
        "edition": reader.name,
        "data_month": figures.month_name(reader.months[-1]),
        "month": month,
        "month_name": figures.month_name(month),
        "years": years,
        "earlier": reader.months[place - 1] if place else None,
        "later": reader.months[place + 1] if place + 1 < len(reader.months) else None,
        "choosing": choosing,
        "kept": others,
        "kept_query": f"&{urlencode(others)}" if others else "",
    }
