"""响应头 headers: what every answer says besides the content security policy."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

DENIED = ("accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb")


class HeadersMiddleware:
    """No device features, no use by other origins, and pages are asked for anew each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Permissions-Policy"] = ", ".join(f"{feature}=()" for feature in DENIED)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # A page belongs to the edition of the moment: kept, but checked by ETag before use.
        response.setdefault("Cache-Control", "private, no-cache")
        return response
