"""The addresses of the API, and the page that describes it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from ninja import NinjaAPI, Schema
from ninja.openapi.docs import DocsBase

from louyu.web.api import catalogue, numbers, registers
from louyu.web.api.keyed import AUTH, needing, reader_of
from louyu.web.page import page, patterns
from louyu.web.people.roles import Ability


class NoDocs(DocsBase):
    """ninja's own page runs inline scripts; `docs_page` stands in its place."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **more: object) -> HttpResponse:
        raise NotImplementedError


api = NinjaAPI(
    title="楼宇经济 louyu", version="1", urls_namespace="api", auth=AUTH, docs_url=None,
    openapi_url=None, docs=NoDocs(),
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


api.add_router("", numbers.router)
api.add_router("", registers.router)
api.add_router("", catalogue.router)


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


urlpatterns = [*patterns("api"), path("api/v1/", api.urls)]
