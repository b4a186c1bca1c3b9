"""How often a page asks the ledger: a baseline by page and kind of reader.

A page that asks once for each of its rows is quick with three of them and slow with a thousand; a
baseline shows it when it comes in. To write it anew, and then look at what changed:

    QUERY_COUNTS=renew python -m pytest tests/web/test_web_queries.py
"""

import json
import os
from collections import defaultdict
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from posts import ClientAs
from test_web_walk import address

from louyu.web.ledger.build_run import BuildRun
from louyu.web.ledger.correction import Correction, Stage
from louyu.web.ledger.judgement import Judgement
from louyu.web.ledger.submission import State, Submission
from louyu.web.page import PAGES
from louyu.web.people.key import key_made
from louyu.web.people.models import Account
from louyu.web.people.rights import Clearance
from louyu.web.people.roles import ROLES

BASELINE = Path(__file__).with_name("query_counts.json")
READERS = {
    "district": ("task_force", "leader", "auditor"),
    "street": ("liaison",),
    "buildings": ("operator",),
    "enterprise": ("enterprise",),
    "people": ("administrator",),
}
"""A page is asked by the first role of a kind that may."""

SEVERAL = 3
BANDED = Clearance.BANDED
ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE")
OWN_LOCK = "pg_advisory"
"""The audit log's lock, which only PostgreSQL has."""


def asked(sql: str) -> bool:
    return sql.startswith(ASKING) and OWN_LOCK not in sql


def said_by(account: Account) -> dict[str, int]:
    """Several of all that people write, so that a query for each would show; one's number by page.

    No number of the ledger's stands in the baseline: a database goes on counting.
    """
    said = {"account": account, "unit": "演示单位", "author": "演示"}
    run = BuildRun.objects.create(asked_by="演示", reason="演示")
    for n in range(SEVERAL):
        correction = Correction.objects.create(
            **said, noun="building", thing="B001", name="示例大厦1号", column="floor_area",
            owner="planning", value=f"{n}", reason="演示", stage=Stage.PROPOSED, month=202506,
            build=run,
        )  # fmt: skip
        sent = Submission.objects.create(
            **said, file=f"{n}.csv", size=1, state=State.IN_FORCE, build=run
        )
        Judgement.objects.create(
            **said, left=f"E1-{n}", left_name="演示甲", right="E2-0", right_name="演示乙",
            verdict="不同", reason="演示",
        )  # fmt: skip
        key_made(account.posts.get(), f"演示{n}", days=3, quota=9)
    return {"build_run": run.pk, "sent": sent.pk, "correction": correction.pk}


def counted(client_as: ClientAs) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    clients: dict[str, Client] = {}
    numbers: dict[str, dict[str, int]] = {}
    for kind, roles in READERS.items():
        for page in PAGES.values():
            role = next((r for r in roles if page.needs in ROLES[r].abilities), None)
            if role is None or "GET" not in page.methods:
                continue
            here = address(page.name)
            if role not in clients:
                clients[role] = client_as(role)
                clients[role].get("/account/")  # a session notes that it is in use
                numbers[role] = said_by(Account.objects.get(username=f"{role}.{BANDED}"))
            if page.name in numbers[role]:
                here = reverse(page.name, args=[numbers[role][page.name]])
            clients[role].get(here)  # what a process keeps is kept from here on
            with CaptureQueriesContext(connection) as queries:
                clients[role].get(here)
            found[page.name][kind] = sum(asked(query["sql"]) for query in queries)
    return found


def test_pages_ask_the_ledger_as_often_as_before(client_as: ClientAs) -> None:
    found = counted(client_as)
    if os.environ.get("QUERY_COUNTS") == "renew":
        text = json.dumps(found, indent=1, sort_keys=True)
        BASELINE.write_text(text + "\n", encoding="utf-8")
    known = json.loads(BASELINE.read_text(encoding="utf-8"))
    changed = [
        f"{page}, {kind}: {known.get(page, {}).get(kind, 'none')} before, "
        f"{found.get(page, {}).get(kind, 'none')} now"
        for page in sorted(known.keys() | found.keys())
        for kind in READERS
        if known.get(page, {}).get(kind) != found.get(page, {}).get(kind)
    ]
    assert not changed, "\n".join(
        ["the number of queries changed; if it should, run with QUERY_COUNTS=renew:", *changed]
    )
