"""大模型接口的设置 model: a service that may order and join quoted sentences, if one is named.

``LOUYU_MODEL_URL`` (OpenAI-compatible, such as ``http://10.0.0.8:8000/v1``), ``LOUYU_MODEL`` (its
name), ``LOUYU_MODEL_KEY``, ``LOUYU_MODEL_EMBEDDING`` (a model for likeness of meaning) and
``LOUYU_MODEL_SECONDS`` (for everything together, 20). Without an address nothing leaves the host.
"""

from collections.abc import Mapping
from typing import Any


def model_endpoint(environment: Mapping[str, str]) -> dict[str, Any]:
    """What `louyu.endpoint.Endpoint` is made from; empty when no address is named."""
    url = environment.get("LOUYU_MODEL_URL")
    if not url:
        return {}
    return {
        "url": url,
        "model": environment.get("LOUYU_MODEL", ""),
        "key": environment.get("LOUYU_MODEL_KEY", ""),
        "embedding_model": environment.get("LOUYU_MODEL_EMBEDDING", ""),
        "seconds": float(environment.get("LOUYU_MODEL_SECONDS", "20")),
    }
