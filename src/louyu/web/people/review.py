"""权限复核 review: every half year each post is said to be needed still, or taken back.

Who has to say so: a unit's manager for the unit's people, an administrator for all, the managers
among them. Nobody confirms the post by which they manage.
"""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from louyu.web.people.models import REVIEW_DAYS, Post
from louyu.web.people.rights import Access
from louyu.web.people.roles import Ability


def in_force() -> QuerySet[Post]:
    today = timezone.localdate()
    return Post.objects.filter(Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today)


def reviews(access: Access, post: Post | None) -> bool:
    """Whether somebody answers for posts at all."""
    return access.may(Ability.PEOPLE) or bool(post and post.manages_unit)


def reviewable(access: Access, post: Post | None) -> QuerySet[Post]:
    """The posts somebody answers for."""
    if access.may(Ability.PEOPLE):
        return in_force()
    if not post or not post.manages_unit:
        return Post.objects.none()
    colleagues = in_force().filter(unit=post.unit, role=post.role)
    return colleagues.exclude(account=post.account_id)


def reviews_due(access: Access, post: Post | None) -> QuerySet[Post]:
    """Those that nobody has looked through for half a year."""
    before = timezone.localdate() - timedelta(days=REVIEW_DAYS)
    return reviewable(access, post).filter(reviewed_on__lte=before)
