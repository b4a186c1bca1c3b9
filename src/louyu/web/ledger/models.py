"""What people write down, and the log of it."""

from louyu.web.ledger.audit import Entry

__all__ = ["Entry"]
