"""大模型接口 endpoint: a service that speaks the OpenAI-compatible protocol, when configured.

One request, one answer, within one deadline and a size; no redirect is followed and no proxy of the
environment is used. What goes out is what the caller gives: stripping is done before.
"""

import json
import socket
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

LARGEST = 2**20
"""Bytes of an answer that are read; a thousand characters need four thousand."""
TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class EndpointError(RuntimeError):
    """The endpoint gave nothing usable; the message is for the log and holds no key."""


@dataclass(frozen=True)
class Endpoint:
    """Where a model listens. ``seconds`` is for everything together, retries included."""

    url: str
    model: str
    key: str = field(default="", repr=False)
    embedding_model: str = ""
    seconds: float = 20.0
    retries: int = 1
    largest: int = LARGEST

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError(f"大模型接口地址应以 http:// 或 https:// 开头，这里是 {self.url!r}")

    def completion(self, system: str, user: str) -> str:
        """What the model writes. Raises `EndpointError`."""
        told = self.asked(
            "chat/completions",
            {
                "model": self.model,
                "messages": [
                    {"role": "system", "content": system},
                    {"role": "user", "content": user},
                ],
                "temperature": 0,
                "stream": False,
            },
        )
        try:
            said = told["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise EndpointError("answer has no choices[0].message.content") from error
        if not isinstance(said, str):
            raise EndpointError("answer's content is no text")
        return said

    def embeddings(self, texts: list[str]) -> NDArray[np.float32]:
        """A row of length one for each text. Raises `EndpointError`."""
        told = self.asked("embeddings", {"model": self.embedding_model, "input": texts})
        try:
            rows = {int(row["index"]): row["embedding"] for row in told["data"]}
            found = np.array([rows[at] for at in range(len(texts))], dtype=np.float32)
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise EndpointError("answer has no embedding for every text") from error
        if found.ndim != 2 or not np.isfinite(found).all():
            raise EndpointError("embeddings are no table of numbers")
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return (found / np.where(lengths > 0, lengths, 1)).astype(np.float32)

    def asked(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON that comes back, tried again where that may help and time is left."""
        deadline = time.monotonic() + self.seconds
        content = json.dumps(body, ensure_ascii=False).encode()
        for attempt in range(self.retries + 1):
            try:
                status, said = self.sent(path, content, deadline)
            except (OSError, HTTPException) as error:
                if attempt == self.retries or time.monotonic() >= deadline:
                    raise EndpointError(f"no answer: {type(error).__name__}") from error
                continue
            if status == 200:
                return parsed(said)
            if status not in TRY_AGAIN or attempt == self.retries:
                raise EndpointError(f"answered with status {status}")
        raise EndpointError("no answer")

    def sent(self, path: str, content: bytes, deadline: float) -> tuple[int, bytes]:
        """One request. A server that drips its answer is cut off at the deadline."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        parts = urlsplit(self.url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        connection = kind(str(parts.hostname), parts.port, timeout=left)
        connection.connect()
        # The response takes the socket along; held here, it can be cut under whoever reads from it.
        cut = threading.Timer(deadline - time.monotonic(), socket_cut, [connection.sock])
        cut.daemon = True
        cut.start()
        try:
            headers = {"Content-Type": "application/json", "Accept": "application/json"}
            if self.key:
                headers["Authorization"] = f"Bearer {self.key}"
            target = f"{parts.path.rstrip('/')}/{path}"
            connection.request("POST", target, body=content, headers=headers)
            response = connection.getresponse()
            said = response.read(self.largest + 1)
            if time.monotonic() >= deadline:
                raise TimeoutError
            if len(said) > self.largest:
                raise EndpointError("answer is too large")
            return response.status, said
        finally:
            cut.cancel()
            connection.close()


def socket_cut(held: socket.socket) -> None:
    """Ends a connection under whoever waits on it."""
    with suppress(OSError):
        held.shutdown(socket.SHUT_RDWR)


def parsed(said: bytes) -> Any:
    try:
        return json.loads(said)
    except (ValueError, RecursionError) as error:
        raise EndpointError("answer is no JSON") from error
