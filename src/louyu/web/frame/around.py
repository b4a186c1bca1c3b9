"""What every page shows around its content, whichever app it is of."""

from typing import Any

from django.http import HttpRequest

from louyu.web.page import menu
from louyu.web.people.review import reviews, reviews_due
from louyu.web.people.rights import CLEARANCE_LABELS
from louyu.web.people.roles import ROLES, Ability
from louyu.web.shelf import district_of_site


def around(request: HttpRequest) -> dict[str, Any]:
    """The district, and for who has logged in: the post, what it may see, and the menu."""
    said: dict[str, Any] = {"district": district_of_site()}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return said
    access = request.access
    here = request.resolver_match.view_name if request.resolver_match else ""
    answers = reviews(access, request.post)
    return {
        **said,
        "reviews_due": reviews_due(access, request.post).count() if answers else 0,
        "menu": [(page, page.name == here) for page in menu(request)],
        "access": access,
        "searches": access.may(Ability.READ),
        "corrects": access.may(Ability.CORRECT),
        "role": ROLES[access.role].label if access.role else "",
        "clearance": CLEARANCE_LABELS[access.clearance],
    }
