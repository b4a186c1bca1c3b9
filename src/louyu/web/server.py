"""服务 server: the site on one port, with its static files, in one process."""

import hashlib
import http.client
import multiprocessing
import os
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from louyu.web import worker

INTERVAL = 0.2
"""Seconds between two looks whether the site answers."""

WEB = Path(__file__).parent
STAMP = "fingerprint"
PROCESSES = min(2, os.cpu_count() or 1)
"""Python answers one request at a time in a process; each holds the edition in force."""


class ServerError(RuntimeError):
    """The site cannot start; the message says why and what to do, in Chinese."""


def port_check(host: str, port: int) -> None:
    """Raises `ServerError` when the address cannot be listened on."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    except OSError as error:
        raise ServerError(f"地址 {host} 无法使用：{error.strerror}") from None
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise ServerError(
                f"没有权限监听 {host}:{port}，请用 --port 换一个 1024 以上的端口"
            ) from None
        except (OSError, OverflowError):
            raise ServerError(
                f"端口 {port} 已被占用或不可用，请用 --port 换一个端口（如 {port % 60000 + 1}）"
            ) from None


def static_fingerprint() -> str:
    """SHA-256 of every static file's name and bytes: a few dozen kilobytes, read in a moment."""
    digest = hashlib.sha256()
    for path in sorted(WEB.glob("*/static/**/*")):
        if path.is_file():
            digest.update(path.relative_to(WEB).as_posix().encode() + b"\0")
            digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def static_collect(home: Path) -> bool:
    """Puts the static files into ``home/static`` if they changed. Returns whether it did."""
    stamp = home / "static" / STAMP
    fingerprint = static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == fingerprint:
        return False
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(fingerprint, encoding="ascii")
    return True


def site_set_up(home: Path, district: Path) -> None:
    """Makes Django ready in this process: settings, and a ledger of today's shape."""
    os.environ["LOUYU_HOME"] = str(home.resolve())
    os.environ["LOUYU_DISTRICT"] = str(district.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "louyu.web.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", interactive=False, verbosity=0)


def told_when_answering(host: str, port: int, ready: Callable[[], None]) -> None:
    """Calls when the site gives its first answer: its processes take a while to come up."""
    there = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound
    while True:
        asked = http.client.HTTPConnection(there, port, timeout=60)
        try:
            asked.request("GET", "/account/login/")
            asked.getresponse()
        except OSError:
            time.sleep(INTERVAL)
        else:
            ready()
            return
        finally:
            asked.close()


def serve(
    home: Path,
    district: Path,
    port: int,
    host: str = "127.0.0.1",
    *,
    ready: Callable[[str], None] | None = None,
) -> None:
    """Serves until interrupted (Ctrl+C or SIGTERM). Prints nothing.

    ``ready`` is called once with the site's address when it answers.
    Raises `ServerError` when the port is taken.
    """
    port_check(host, port)
    os.environ["LOUYU_BESIDE"] = "1"
    site_set_up(home, district)
    static_collect(home.resolve())

    from granian import Granian
    from granian.constants import Interfaces

    server = Granian(
        "louyu.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=4,
        websockets=False,
        log_enabled=False,
        backlog=256,
    )
    if ready is not None:
        shown = f"[{host}]" if ":" in host else host
        told = threading.Thread(
            target=told_when_answering,
            args=(host, port, partial(ready, f"http://{shown}:{port}/")),
            daemon=True,
        )
        server.on_startup(told.start)
    # The caller may have run an engine whose threads a forked child would inherit half-alive.
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    beside = worker.Beside(home, district)
    try:
        server.serve()
    finally:
        beside.end()
        multiprocessing.set_start_method(before, force=True)
