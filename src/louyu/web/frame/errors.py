"""出错页 errors: what went wrong, in Chinese, and where to go from there."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

PAGES = {
    400: ("请求有误", "网址或所填内容不符合要求，请从首页重新进入。"),
    403: ("无权查看", "这里的内容需要相应权限。如工作需要，请向本单位管理员申请。"),
    404: ("没有这个页面", "网址可能有误，或者这一期里没有这项内容。"),
    429: ("暂时锁定", "这个账号连续多次输错密码，请 15 分钟后再试，或请管理员解锁。"),
    500: ("系统出错", "页面未能生成，错误已记入日志。请稍后再试；仍然出错时请联系管理员。"),
}


def answer(request: HttpRequest, status: int, reason: str = "") -> HttpResponse:
    title, advice = PAGES[status]
    said = {"status": status, "title": title, "advice": advice, "reason": reason}
    return render(request, "frame/error.html", said, status=status)


def answering(status: int) -> Callable[..., HttpResponse]:
    """A handler of Django's; the reason is shown only where a page gave one to be read."""

    def handler(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        told = isinstance(exception, (Http404, PermissionDenied)) and exception.args
        said = exception.args[0] if exception is not None and told else ""
        return answer(request, status, said if isinstance(said, str) else "")

    return handler


bad_request = answering(400)
forbidden = answering(403)
not_found = answering(404)
broken = answering(500)


def locked(request: HttpRequest, *_said: object) -> HttpResponse:
    """Too many wrong passwords for one account."""
    return answer(request, 429)


def stale(request: HttpRequest, **_said: object) -> HttpResponse:
    """A form that was opened in another session."""
    return answer(request, 403, "这张表单已过期，请返回上一页刷新后再提交")
