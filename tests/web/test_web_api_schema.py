"""The API held against its own description: whatever is asked, by whomever, it answers as told.

schemathesis draws requests from the OpenAPI description, right and wrong ones; no answer may be a
failure of the site, and each must be of the status, type and shape that the description names.
"""

from pathlib import Path

import pytest
import schemathesis
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as bounds
from posts import SCOPES, TAX_BUREAU, ClientAs
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from louyu.web.api.urls import api
from louyu.web.people.giving import give
from louyu.web.people.key import key_made
from louyu.web.people.rights import Clearance

CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance,
    response_schema_conformance,
]  # fmt: skip
DRAWN = 3
"""Requests for each operation and kind of data: bounded, so that all roles take seconds."""

POSTS = {
    "task_force": ("专班", Clearance.EXACT), "clerk": (TAX_BUREAU, Clearance.EXACT),
    "liaison": (SCOPES["liaison"][0], Clearance.BANDED),
    "enterprise": ("演示企业", Clearance.HIDDEN),
    "administrator": ("系统管理", Clearance.HIDDEN),
}  # fmt: skip


@pytest.mark.parametrize("role", POSTS)
def test_whatever_is_asked_is_answered_as_described(
    role: str, client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    # The transaction of a test stays open from request to request.
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)
    unit, clearance = POSTS[role]
    post = give(role, "程序", None, role=role, unit=unit, names=SCOPES.get(role, ()),
                clearance=clearance)  # fmt: skip
    _, secret = key_made(post, "试", days=1, quota=100_000, purpose="核对", writes=True)
    headers = {"Authorization": f"Bearer {secret}"}
    described = Client(headers={"authorization": headers["Authorization"]})
    assert described.get("/api/v1/edition").status_code == (403 if role == "administrator" else 200)
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema.app = get_wsgi_application()
    asked = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        for mode in schemathesis.GenerationMode:

            @given(case=operation.as_strategy(generation_mode=mode))
            @bounds(
                max_examples=DRAWN, derandomize=True, database=None, deadline=None,
                phases=[Phase.explicit, Phase.generate],
                suppress_health_check=list(HealthCheck),
            )  # fmt: skip
            def answered(case: schemathesis.Case) -> None:
                nonlocal asked
                asked += 1
                case.call_and_validate(headers=headers, checks=CHECKS)

            answered()
    assert asked > 100
