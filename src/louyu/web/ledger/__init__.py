"""账本 ledger: all that people write, and the log of what was written and read."""
