"""The API: who may call what, what comes out, and how a key wears out."""

import io
import time
from datetime import timedelta
from pathlib import Path

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openapi_spec_validator import validate
from posts import SCOPES, STREET, ClientAs

from louyu.web.api.urls import api
from louyu.web.entrance import settings as site
from louyu.web.ledger.audit import Action, Entry
from louyu.web.people.giving import give
from louyu.web.people.key import Key, key_made
from louyu.web.people.models import Post
from louyu.web.people.rights import Clearance
from louyu.web.people.roles import ROLES

WHERE = {
    "key": "occupancy_rate", "level": "street", "scope": STREET, "month": "202506",
    "code": "B001", "enterprise": "E1-0", "noun": "tenancy", "number": 1, "kind": "csv",
    "subject": "building", "thing": "B001",
}  # fmt: skip
OPERATIONS = [
    (path, operation)
    for _, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
]
SAID = {
    "rows_send": {"dataset": "building", "month": 202506, "rows": [{"floor_area": 1}]},
    "withdraw": {"reason": "报错"},
    "correction_say": {
        "noun": "building", "thing": "B001", "column": "floor_area", "value": "1", "reason": "试试",
    },
    "correction_answer": {"word": "adopt"},
    "question_ask": {"question": "租金补助标准是什么"},
}  # fmt: skip
"""What an operation is told, where it has to be told something."""


def address(path: str) -> str:
    return "/api/v1" + path.format(**WHERE)


def asked(client: Client, path: str, operation: object, **more: object) -> HttpResponse:
    """An operation, asked for as its caller should."""
    if operation.methods == ["GET"]:
        return client.get(address(path), **more)
    name = operation.view_func.__name__
    if name == "submission_send":
        file = SimpleUploadedFile("x.csv", b"nothing")
        return client.post(address(path), {"file": file}, **more)
    said = SAID.get(name, {})
    return client.post(address(path), said, content_type="application/json", **more)


def named(operation: object) -> str:
    return operation.view_func.__name__


@pytest.mark.parametrize(("path", "operation"), OPERATIONS, ids=[named(o) for _, o in OPERATIONS])
def test_an_operation_says_whom_it_answers(path: str, operation: object) -> None:
    assert operation.view_func.needs


@pytest.mark.parametrize("role", ROLES)
def test_an_operation_answers_the_roles_that_may_and_no_other(
    role: str, client_as: ClientAs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    client = client_as(role)
    for path, operation in OPERATIONS:
        answer = asked(client, path, operation)
        may = operation.view_func.needs in ROLES[role].abilities
        told = answer.get("Content-Type", "").startswith("application/json")
        refused = answer.status_code == 403 and told and "没有这项权限" in answer.json()["detail"]
        assert refused != may, f"{path}: {answer.status_code}"
        assert answer.status_code < 500, path


def test_without_a_key_nothing_is_answered(client_as: ClientAs) -> None:
    for path, operation in OPERATIONS:
        assert asked(Client(), path, operation).status_code == 401
        wrong = {"authorization": "Bearer louyu_falsch"}
        answer = asked(Client(), path, operation, headers=wrong)
        assert answer.status_code == 401 and "密钥" in answer.json()["detail"]


def holder(role: str, quota: int = 100, purpose: str = "") -> tuple[Key, dict[str, str]]:
    post = give(
        f"{role}-key", "程序", None, role=role, unit="演示单位", names=SCOPES.get(role, ()),
        clearance=Clearance.EXACT,
    )  # fmt: skip
    key, secret = key_made(post, "取数", days=30, quota=quota, purpose=purpose)
    return key, {"authorization": f"Bearer {secret}"}


def test_a_key_sees_what_its_post_sees(client_as: ClientAs) -> None:
    _, headers = holder("liaison")
    said = Client().get("/api/v1/buildings", headers=headers).json()
    assert said["count"] == 3 and {row["street"] for row in said["items"]} == {STREET}
    assert Client().get("/api/v1/buildings/B004", headers=headers).status_code == 404


def test_a_key_wears_out_by_day_by_date_by_word_and_with_its_post(client_as: ClientAs) -> None:
    key, headers = holder("leader", quota=2)

    def asked() -> int:
        return Client().get("/api/v1/edition", headers=headers).status_code

    assert [asked(), asked(), asked()] == [200, 200, 429]
    Key.objects.update(used_on=timezone.localdate() - timedelta(days=1))
    assert asked() == 200, "a new day"
    Key.objects.update(used=0, until_on=timezone.localdate() - timedelta(days=1))
    assert asked() == 401
    Key.objects.update(until_on=timezone.localdate(), revoked=True)
    assert asked() == 401
    Key.objects.update(revoked=False)
    assert asked() == 200
    Post.objects.filter(pk=key.post_id).update(until_on="2020-01-01")
    assert asked() == 401


def test_exact_tax_goes_out_by_a_key_made_for_a_purpose_and_is_logged(client_as: ClientAs) -> None:
    _, without = holder("task_force")
    assert Client().get("/api/v1/tax/202506", headers=without).status_code == 403
    _, headers = holder("leader", purpose="政策兑现核算")
    said = Client().get("/api/v1/tax/202506?limit=2", headers=headers).json()
    assert said["count"] > 100 and said["items"][0]["total"] > 0
    last = Entry.objects.first()
    assert last is not None and (last.action, last.detail["rows"]) == (Action.EXPORT, said["count"])


def test_a_number_comes_with_its_parts_and_its_rows(client_as: ClientAs) -> None:
    client = client_as("leader")
    where = f"/api/v1/indicators/occupancy_rate/values?level=street&scope={STREET}&month=202506"
    (value,) = client.get(where).json()["items"]
    assert value["value"] == pytest.approx(100 * value["numerator"] / value["denominator"])
    rows = client.get(f"/api/v1/indicators/occupancy_rate/explain/street/{STREET}/202506").json()
    assert rows["count"] == 9 and {"batch", "sheet", "row"} <= rows["items"][0].keys()


def test_lists_are_had_in_parts(client_as: ClientAs) -> None:
    client = client_as("leader")
    seen = [
        row["building"]
        for offset in range(0, 42, 20)
        for row in client.get(f"/api/v1/buildings?offset={offset}&limit=20").json()["items"]
    ]
    assert len(seen) == len(set(seen)) == 42
    assert client.get("/api/v1/buildings?limit=501").status_code == 422


def test_what_was_had_already_is_not_sent_again(client_as: ClientAs) -> None:
    client = client_as("leader")
    first = client.get("/api/v1/buildings")
    again = client.get("/api/v1/buildings", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304


def test_the_catalogue_names_provider_terms_and_restricted_columns(client_as: ClientAs) -> None:
    said = {each["dataset"]: each for each in client_as("leader").get("/api/v1/datasets").json()}
    assert said["tax"]["sharing"] == "有条件共享" and "税务局" in said["tax"]["providers"][0]
    assert any(column["restricted"] for column in said["tax"]["columns"])
    assert said["building"]["sharing"] == "无条件共享"


def test_the_description_is_openapi_3_and_names_every_operation(client_as: ClientAs) -> None:
    said = client_as("leader").get("/api/v1/openapi.json").json()
    validate(said)
    assert sum(len(methods) for methods in said["paths"].values()) == len(OPERATIONS)
    page = client_as("leader").get("/api/").content.decode()
    assert all(path in page for path in said["paths"])


def test_a_key_is_shown_once_and_revoked_by_its_owner(client_as: ClientAs) -> None:
    client = client_as("leader")
    said = {"name": "数据仓", "days": 30, "quota": 10}
    page = client.post("/account/keys", said).content.decode()
    secret = page.split("密钥：<code>")[1].split("<")[0]
    assert secret not in client.get("/account/keys").content.decode()
    headers = {"authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/edition", headers=headers).status_code == 200
    key = Key.objects.get()
    assert client_as("task_force").post(f"/account/keys/{key.pk}/revoke").status_code == 404
    client.post(f"/account/keys/{key.pk}/revoke")
    assert Client().get("/api/v1/edition", headers=headers).status_code == 401


def test_what_goes_wrong_is_told_in_one_shape_and_in_chinese(client_as: ClientAs) -> None:
    client = client_as("leader")
    for where, status, part in (
        ("buildings?limit=501", 422, "参数.limit 须不大于 500"),
        ("buildings?month=morgen", 422, "参数.month 须为整数"),
        ("indicators/occupancy_rate/values?level=land", 422, "参数.level 须为"),
        ("buildings/B404", 404, "没有编码为“B404”的楼宇"),
        ("nirgends", 404, "没有所问的内容"),
        ("tax/202506", 403, "精确税收"),
    ):
        answer = client.get(f"/api/v1/{where}")
        said = answer.json()
        assert answer.status_code == said["status"] == status, where
        assert part in said["detail"] and said.keys() == {"status", "detail", "wrong"}
    wrong = client.post("/api/v1/buildings")
    assert wrong.status_code == 405 and wrong.json()["detail"] and wrong["Allow"] == "GET"
    strict = client_as("clerk")
    strict.handler.enforce_csrf_checks = True
    refused = strict.post("/api/v1/submissions/1/drop")
    assert refused.status_code == 403 and refused.json()["status"] == 403


def test_a_table_goes_out_as_a_file_that_says_where_it_is_from(client_as: ClientAs) -> None:
    client = client_as("leader")
    asked = client.get("/api/v1/tables/building?month=202506").json()
    csv = b"".join(client.get("/api/v1/tables/building/csv?month=202506")).decode("utf-8-sig")
    assert "演示数据" in csv.splitlines()[0] and "202506.3" in csv.splitlines()[1]
    assert "建筑面积（㎡）" in csv and len(csv.splitlines()) == asked["count"] + 4
    book = b"".join(client.get("/api/v1/tables/building/xlsx?month=202506"))
    sheet = openpyxl.load_workbook(io.BytesIO(book)).active
    assert sheet.max_row == asked["count"] + 4
    file = b"".join(client.get("/api/v1/tables/building/parquet?month=202506"))
    table = pq.read_table(io.BytesIO(file))
    assert table.num_rows == asked["count"] and b"202506.3" in table.schema.metadata[b"louyu"]
    assert table.schema.field("floor_area").metadata[b"unit"].decode() == "0.01㎡"
    last = Entry.objects.first()
    assert last is not None and last.action == Action.EXPORT and "parquet" in last.subject
    assert client.get("/api/v1/tables/tax/csv").status_code == 404
    assert client.get("/api/v1/tax/202506/csv").status_code == 403


def test_who_takes_the_second_part_of_a_table_stands_in_the_log_too(client_as: ClientAs) -> None:
    client_as("leader").get("/api/v1/tables/tenancy?month=202506&offset=5&limit=3")
    last = Entry.objects.first()
    assert last is not None and last.action == Action.EXPORT
    assert (last.detail["offset"], last.detail["taken"]) == (5, 3)


def test_a_session_left_alone_does_not_ask_the_api_either(
    client_as: ClientAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as("leader")
    assert client.get("/api/v1/edition").status_code == 200
    later = time.time() + site.IDLE_SECONDS + 5
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.get("/api/v1/edition").status_code == 401


def test_an_administrator_stops_a_key_and_makes_none(client_as: ClientAs) -> None:
    key, headers = holder("leader")
    administrator = client_as("administrator")
    listed = administrator.get("/admin/people/key/").content.decode()
    assert "取数" in listed and key.sha256 not in listed
    there = f"/admin/people/key/{key.pk}/change/"
    assert key.sha256 not in administrator.get(there).content.decode()
    assert administrator.post(there, {"revoked": "on"}).status_code == 302
    assert Client().get("/api/v1/edition", headers=headers).status_code == 401
    last = Entry.objects.first()
    assert last is not None and (last.action, last.detail) == (Action.PEOPLE, {"revoked": True})
    assert administrator.get("/admin/people/key/add/").status_code == 403


@pytest.mark.parametrize(
    ("where", "subject"),
    [
        ("buildings/B001", "一楼一册 示例大厦1号 税收"),
        ("buildings", "楼宇名录 202506 税收"),
        (f"indicators/building_tax/values?level=street&scope={STREET}", f"楼宇税收 {STREET}"),
        ("indicators/building_tax/explain/building/B001/202506", "楼宇税收 B001 202506"),
    ],
)
def test_exact_tax_read_by_a_program_stands_in_the_log_with_its_purpose(
    where: str, subject: str, client_as: ClientAs
) -> None:
    _, without = holder("task_force")
    before = Entry.objects.count()
    assert Client().get(f"/api/v1/{where}", headers=without).status_code == 200
    assert Entry.objects.count() == before, "nothing exact was shown"
    _, headers = holder("leader", purpose="政策兑现核算")
    Client().get(f"/api/v1/{where}", headers=headers)
    last = Entry.objects.first()
    assert last is not None and (last.action, last.subject) == (Action.READ, subject)
    assert last.detail["purpose"] == "政策兑现核算"
