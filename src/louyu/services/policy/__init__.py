"""政策 policy: rules a clerk can read, judged of one subject with reasons, or of all at once."""

from louyu.services.policy import (  # noqa: F401 - they register the facts they tell
    building_facts,
    enterprise_facts,
)
