"""政策 policy: what is offered, who may have it, what it costs, and where it is written."""
