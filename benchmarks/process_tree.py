"""Servers to measure: where they may listen, whether they do, and what a process and all those below it take.

Memory is Linux's Pss, which shares out what several processes share.
"""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import suppress

import psutil

__all__ = ["cpu_s", "end", "free_port", "memory_mb", "wait_for"]


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def wait_for(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server listens; raises RuntimeError where it ends instead, or takes more than a minute."""
    for _ in range(600):
        if server.poll() is not None:
            break
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def memory_mb(pid: int) -> float:
    """Return the memory of a process and all below it, in MB."""
    in_all = 0.0
    for process in _tree(pid):
        with suppress(psutil.NoSuchProcess):  # it has just ended
            in_all += process.memory_full_info().pss / 2**20
    return in_all


def cpu_s(pid: int) -> float:
    """Return the CPU seconds of a process and all below it, those that have ended and were waited for included."""
    in_all = 0.0
    for process in _tree(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            in_all += times.user + times.system + times.children_user + times.children_system
    return in_all


def end(pid: int) -> None:
    """End a process of ours and all below it, kindly first."""
    tree = _tree(pid)
    if tree:
        tree[0].terminate()
    _, alive = psutil.wait_procs(tree, timeout=10)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def _tree(pid: int) -> list[psutil.Process]:
    with suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []
