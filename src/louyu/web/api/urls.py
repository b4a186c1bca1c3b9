"""The addresses of the API, and the page that describes it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.openapi.docs import DocsBase
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from louyu.web.api import (
    catalogue,
    corrections,
    embedding,
    numbers,
    policies,
    registers,
    submissions,
)
from louyu.web.api.keyed import AUTH, needing, reader_of
from louyu.web.api.trouble import DOCUMENTED, JSON, STATUSES, Trouble, troubles_told
from louyu.web.ledger.audit import head
from louyu.web.page import page, patterns
from louyu.web.people.roles import Ability


class NoDocs(DocsBase):
    """ninja's own page runs inline scripts; `docs_page` stands in its place."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **more: object) -> HttpResponse:
        raise NotImplementedError


class API(NinjaAPI):
    """Its description also says how it answers when something is wrong."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(self, **where: Any) -> Any:
        said = super().get_openapi_schema(**where)
        shape = {"schema": {"$ref": "#/components/schemas/Trouble"}}
        troubles = {
            str(status): {"description": STATUSES[status], "content": {JSON: shape}}
            for status in DOCUMENTED
        }
        for operations in said["paths"].values():
            for each in operations.values():
                each["responses"] = {
                    **troubles,
                    **{str(k): v for k, v in each["responses"].items()},
                }
        trouble = Trouble.model_json_schema(ref_template="#/components/schemas/{model}")
        said["components"]["schemas"] |= {**trouble.pop("$defs"), "Trouble": trouble}
        return said


class Readable(JSONRenderer):
    """JSON in which Chinese can be read."""

    json_dumps_params = {"ensure_ascii": False}  # noqa: RUF012 - as ninja names it


api = API(
    title="楼宇经济 louyu", version="1", urls_namespace="api", auth=AUTH, docs_url=None,
    openapi_url=None, docs=NoDocs(), renderer=Readable(),
    description="台账、指标与来历。金额以分、面积以 0.01㎡ 为单位的整数；比率由分子分母得出。",
)  # fmt: skip


class EditionSaid(Schema):
    edition: str
    months: list[int]
    demo: bool


@api.get("/edition", response=EditionSaid, summary="现行的一期", tags=["期"])
@needing(Ability.READ)
def edition(request: HttpRequest) -> dict[str, object]:
    reader = reader_of(request)
    return {"edition": reader.name, "months": list(reader.months), "demo": reader.district.demo}


class HeadSaid(Schema):
    """操作日志的末条：另存在别的机器上，就是日志到此为止没有改动的凭证。"""

    number: int
    sha256: str


@api.get("/log/head", response=HeadSaid, summary="操作日志末条", tags=["审计"])
@needing(Ability.AUDIT)
def log_head(request: HttpRequest) -> dict[str, object]:  # noqa: ARG001 - ninja gives it
    """供审计单位的程序每日取走另存；日后在操作日志页或 louyu audit verify 核对。"""
    number, sha256 = head()
    return {"number": number, "sha256": sha256}


api.add_router("", numbers.router)
api.add_router("", policies.router)
api.add_router("", registers.router)
api.add_router("", catalogue.router)
api.add_router("", submissions.router)
api.add_router("", corrections.router)
troubles_told(api)


@page("api/v1/openapi.json", name="openapi", title="OpenAPI", needs=Ability.ACCOUNT, reads=False)
def openapi(_request: HttpRequest) -> HttpResponse:
    """OpenAPI 3.1 of everything above."""
    import json

    text = json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), ensure_ascii=False)
    return HttpResponse(text, content_type="application/json")


@page("api/", name="api_docs", title="接口说明", needs=Ability.ACCOUNT, reads=False)
def docs_page(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    said = [
        (where, method.upper(), each)
        for where, methods in schema["paths"].items()
        for method, each in methods.items()
    ]
    return render(request, "api/docs.html", {"operations": said})


urlpatterns = [
    *patterns("api"),
    path("api/v1/", api.urls),
    path("chart/<str:token>/", embedding.chart_page, name="chart_page"),
    path("chart/<str:token>/chart.svg", embedding.chart_svg, name="chart_svg"),
    path("chart/<str:token>/chart.png", embedding.chart_png, name="chart_png"),
]
