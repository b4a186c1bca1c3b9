"""The addresses of the policy room."""

from louyu.web.page import patterns
from louyu.web.policy import (  # noqa: F401 - they register themselves
    asking_page,
    desk,
    listing,
    one,
    payout_page,
    sandbox_page,
    subject,
    texts_page,
)

urlpatterns = patterns("policy")
