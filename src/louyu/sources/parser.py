"""解析进程 parser: a small server that forks one bounded child per file.

It loads the workbook reader once; a child then costs some milliseconds, and when a file makes it
abort, run out of memory or never end, only that child dies. Run as ``python -m`` with the number
of a socket; ends when the other side closes it. One job at a time, in JSON lines: paths in, first
the child's process id out, then how it ended.
"""

import gc
import json
import os
import resource
import signal
import socket
import sys
import time
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any, NoReturn

from louyu.sources import cells
from louyu.sources.container import UnfitError, container
from louyu.sources.limits import Limits

ANSWER = "answer.json"


def serve(channel: socket.socket) -> None:
    with channel, channel.makefile("r", encoding="utf-8") as jobs:
        for line in jobs:
            job = json.loads(line)
            started = time.perf_counter()
            pid = os.fork()
            if pid == 0:
                channel.close()
                child(job)
            say(channel, {"pid": pid})
            _, status, usage = os.wait4(pid, 0)
            say(
                channel,
                {
                    "exit": os.waitstatus_to_exitcode(status),
                    "seconds": time.perf_counter() - started,
                    "memory": usage.ru_maxrss * 1024,
                },
            )


def say(channel: socket.socket, words: dict[str, Any]) -> None:
    channel.sendall(json.dumps(words).encode() + b"\n")


def child(job: dict[str, Any]) -> NoReturn:
    """Does the job within its bounds; whatever happens, ends here."""
    folder = Path(job["folder"])
    limits = Limits(**job["limits"])
    bounds_set(limits)
    gc.disable()  # nothing here is cyclic, and millions of cells are counted over and over
    try:
        answer = done(job, folder, limits)
    except UnfitError as error:
        answer = {"unfit": error.code, "detail": error.detail}
    except MemoryError:
        answer = {"unfit": "parser-memory", "detail": ""}
    except BaseException as error:  # a panic of the reader is no Exception; nothing may pass here
        answer = {"unfit": "parser-died", "detail": f"{type(error).__name__}: {error}"[:200]}
    part = folder / f"{ANSWER}.part"
    part.write_text(json.dumps(answer), encoding="utf-8")
    part.rename(folder / ANSWER)
    os._exit(0)


def done(job: dict[str, Any], folder: Path, limits: Limits) -> dict[str, Any]:
    path = Path(job["path"])
    found = container(path, limits)
    if job["task"] == "read":
        return cells.cells_write(path, folder, found, limits)
    if job["task"] == "fill":
        from louyu.sources import filled

        return filled.filled_write(path, folder, found, limits)
    from louyu.sources import marked  # loads openpyxl, which reading does not need

    return marked.marked_write(path, folder, found, limits)


def bounds_set(limits: Limits) -> None:
    """From here on the kernel holds the bounds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Past the first the kernel says why (SIGXCPU), past the second it only kills.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output_bytes, limits.output_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_seconds)


class PandasBarred(MetaPathFinder):
    """Arrow loads pandas with the first array it makes: a second's work that is not needed here."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


if __name__ == "__main__":
    sys.meta_path.insert(0, PandasBarred())
    cells.column_text(("",))  # what the first array loads is loaded here, not in every child
    gc.freeze()  # so that no child copies pages by counting
    serve(socket.socket(fileno=int(sys.argv[1])))
