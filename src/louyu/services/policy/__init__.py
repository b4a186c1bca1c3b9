"""政策 policy: rules a clerk can read, judged of one subject with reasons, or of all at once."""
