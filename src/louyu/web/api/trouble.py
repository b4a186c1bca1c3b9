"""出错 trouble: why a program is not answered, in one shape and in Chinese, whatever went wrong."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from louyu.web.sent import NotNowError

PREFIX = "/api/v1/"
JSON = "application/json"


class Wrong(Schema):
    """A part of what was asked that is not right: where it stands, and how."""

    where: str
    what: str


class Trouble(Schema):
    """What went wrong. ``status`` is the HTTP status, ``wrong`` names parts where it can."""

    status: int
    detail: str
    wrong: list[Wrong]


class UnfitError(Exception):
    """What was told and is not right, by its parts."""

    def __init__(self, wrong: dict[str, str]) -> None:
        super().__init__("；".join(wrong.values()))
        self.wrong = wrong


STATUSES = {
    400: "请求读不出来",
    401: "没有密钥，或密钥已失效",
    403: "没有这项权限",
    404: "没有所问的内容",
    405: "这个地址不接受这种方法",
    406: "不提供所要的格式",
    409: "现在的状态不允许",
    413: "内容过大",
    415: "不接受这种内容类型",
    422: "参数或内容不合要求",
    429: "当日次数已用完",
    500: "系统出错，错误已记入日志",
    503: "还没有编制任何一期",
}
DOCUMENTED = (400, 401, 403, 404, 409, 413, 422, 429, 503)
"""What every operation may answer beside its own answer."""

KINDS = {
    "missing": "缺少这一项",
    "int_parsing": "须为整数",
    "int_type": "须为整数",
    "int_from_float": "须为整数",
    "bool_parsing": "须为 true 或 false",
    "float_parsing": "须为数",
    "string_type": "须为文本",
    "list_type": "须为数组",
    "dict_type": "须为对象",
    "model_attributes_type": "须为对象",
    "model_type": "须为对象",
    "json_invalid": "不是 JSON",
    "greater_than_equal": "须不小于 {ge}",
    "less_than_equal": "须不大于 {le}",
    "greater_than": "须大于 {gt}",
    "less_than": "须小于 {lt}",
    "literal_error": "须为 {expected} 之一",
    "string_too_long": "不超过 {max_length} 个字",
    "string_too_short": "不少于 {min_length} 个字",
    "string_pattern_mismatch": "写法不对，应符合 {pattern}",
    "too_long": "不超过 {max_length} 项",
    "too_short": "不少于 {min_length} 项",
    "extra_forbidden": "没有这一项",
    "value_error": "不合要求",
}
PLACES = {"query": "参数", "path": "地址", "body": "内容", "form": "表单", "file": "文件"}


def trouble(status: int, detail: str = "", wrong: Iterable[dict[str, str]] = ()) -> HttpResponse:
    said = {"status": status, "detail": detail or STATUSES.get(status, "出错"), "wrong": [*wrong]}
    return HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=JSON)


def parts(wrong: list[dict[str, str]]) -> HttpResponse:
    said = "；".join(f"{each['where']} {each['what']}" for each in wrong[:5])
    return trouble(422, said, wrong)


def told(error: dict[str, Any]) -> dict[str, str]:
    """One of pydantic's complaints in Chinese. What was asked is not repeated."""
    place, *rest = (str(part) for part in error["loc"])
    where = ".".join([PLACES.get(place, place), *rest])
    kind = KINDS.get(error["type"], "不合要求")
    context = {"expected": "", **error.get("ctx", {})}
    context["expected"] = str(context["expected"]).replace("'", "").replace(" or ", "、")
    return {"where": where, "what": kind.format_map(context)}


def troubles_told(api: NinjaAPI) -> None:
    """Gives the API its answers to what goes wrong."""

    @api.exception_handler(ValidationError)
    def unfit(_request: HttpRequest, error: ValidationError) -> HttpResponse:
        return parts([told(each) for each in error.errors])

    @api.exception_handler(UnfitError)
    def not_right(_request: HttpRequest, error: UnfitError) -> HttpResponse:
        return parts([{"where": where, "what": what} for where, what in error.wrong.items()])

    @api.exception_handler(AuthenticationError)
    def unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return trouble(401)

    @api.exception_handler(HttpError)
    def said(_request: HttpRequest, error: HttpError) -> HttpResponse:
        plain = error.message if any("一" <= c <= "鿿" for c in error.message) else ""
        return trouble(error.status_code, plain)

    @api.exception_handler(NotNowError)
    def not_now(_request: HttpRequest, error: NotNowError) -> HttpResponse:
        return trouble(409, str(error))

    @api.exception_handler(Http404)
    def missing(_request: HttpRequest, error: Http404) -> HttpResponse:
        plain = str(error)
        return trouble(404, plain if any("一" <= c <= "鿿" for c in plain) else "")

    @api.exception_handler(PermissionDenied)
    def denied(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return trouble(403, str(error))


class TroubleMiddleware:
    """What Django itself refuses below the API's address takes the API's shape too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        told = response.get("Content-Type", "").startswith(JSON)
        if response.status_code < 400 or told or not request.path.startswith(PREFIX):
            return response
        answer = trouble(response.status_code)
        if "Allow" in response:
            answer["Allow"] = response["Allow"]
        return answer
