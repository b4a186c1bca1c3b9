"""What a password must be made of beside Django's own rules, and whose was tried."""

import re
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.http import HttpRequest

KINDS = {"小写字母": r"[a-z]", "大写字母": r"[A-Z]", "数字": r"\d", "其他字符": r"[^A-Za-z\d]"}
NEEDED = 3


class KindsValidator:
    """Three kinds of characters of four: some complexity, as GB/T 22239-2019 8.1.4.1 asks."""

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(kind, password)) for kind in KINDS.values()) < NEEDED:
            raise ValidationError(self.get_help_text(), code="password_kinds")

    def get_help_text(self) -> str:
        return f"密码须含{'、'.join(KINDS)}四类中的{NEEDED}类。"


def username_tried(request: HttpRequest | None, said: Mapping[str, str] | None) -> str | None:
    """Whose password was tried: allauth calls it ``username``, its form ``login``."""
    tried = (said or {}).get("username")
    return tried or (request.POST.get("login") if request is not None else None)
