"""统一身份认证 OIDC: another identity provider, if an administrator names one.

``LOUYU_OIDC_SERVER`` (its address), ``LOUYU_OIDC_CLIENT``, ``LOUYU_OIDC_SECRET`` and, for the
button, ``LOUYU_OIDC_NAME``. Without a server no request leaves the host.
"""

from collections.abc import Mapping
from typing import Any

PROVIDER = "unit"


def oidc(environment: Mapping[str, str]) -> dict[str, Any]:
    """allauth's setting for the provider; empty when none is named."""
    server = environment.get("LOUYU_OIDC_SERVER")
    if not server:
        return {}
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": PROVIDER,
                    "name": environment.get("LOUYU_OIDC_NAME", "统一身份认证"),
                    "client_id": environment.get("LOUYU_OIDC_CLIENT", "louyu"),
                    "secret": environment.get("LOUYU_OIDC_SECRET", ""),
                    "settings": {"server_url": server, "oauth_pkce_enabled": True},
                }
            ]
        }
    }
