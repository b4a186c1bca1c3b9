"""What people write down, and the log of it."""

from louyu.web.ledger.asked_question import AskedQuestion
from louyu.web.ledger.audit import Entry
from louyu.web.ledger.build_run import BuildRun
from louyu.web.ledger.closing import Closing
from louyu.web.ledger.correction import Correction
from louyu.web.ledger.draft import Draft, Edit
from louyu.web.ledger.grant import Grant
from louyu.web.ledger.held import Held
from louyu.web.ledger.judgement import Judgement
from louyu.web.ledger.policy_text import PolicyText
from louyu.web.ledger.policy_version import PolicyVersion
from louyu.web.ledger.submission import Submission

__all__ = [
    "AskedQuestion",
    "BuildRun",
    "Closing",
    "Correction",
    "Draft",
    "Edit",
    "Entry",
    "Grant",
    "Held",
    "Judgement",
    "PolicyText",
    "PolicyVersion",
    "Submission",
]
