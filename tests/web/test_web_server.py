"""Starting the site: the key, the static files, the port."""

import os
import socket
import stat
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from louyu.web import server
from louyu.web.secret import secret_key


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    key = secret_key(tmp_path / "home")
    assert len(key) > 50
    assert secret_key(tmp_path / "home") == key
    assert secret_key(tmp_path / "other") != key
    mode = stat.S_IMODE((tmp_path / "home" / "secret_key").stat().st_mode)
    assert mode == 0o600


def test_a_taken_port_is_said_in_chinese(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(server.ServerError, match=f"端口 {port} 已被占用"):
            server.serve(tmp_path, tmp_path, port)
    with pytest.raises(server.ServerError, match="端口"):
        server.port_check("127.0.0.1", 99999)


DISTRICT = Path(__file__).parents[2] / "districts" / "sample"

COLLECTING = """
from pathlib import Path
from louyu.web import server
home = Path(r"{home}")
server.site_set_up(home, Path(r"{district}"))
assert server.static_collect(home) is True
assert list((home / "static" / "frame").glob("site.*.css.gz")), "named by hash, compressed"
assert server.static_collect(home) is False
server.static_fingerprint = lambda: "another"
assert server.static_collect(home) is True
"""


def test_static_files_are_collected_when_they_changed(tmp_path: Path) -> None:
    """In a process of its own: settings are read once."""
    environment = {**os.environ, "LOUYU_HOME": str(tmp_path)}
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        COLLECTING.format(home=tmp_path, district=DISTRICT),
    ]
    subprocess.run(command, env=environment, check=True, timeout=60)


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Says nothing on standard error."""


def test_the_site_is_said_to_be_there_when_it_answers() -> None:
    """A port that is open before anybody answers on it would send the first reader away."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
    told = threading.Event()
    telling = threading.Thread(
        target=server.told_when_answering, args=("127.0.0.1", port, told.set), daemon=True
    )
    telling.start()
    assert not told.wait(0.5)
    with HTTPServer(("127.0.0.1", port), Quiet) as answering:
        threading.Thread(target=answering.handle_request, daemon=True).start()
        assert told.wait(10)
