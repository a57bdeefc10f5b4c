"""Starting and measuring servers: free ports, readiness, and the memory and CPU time of a process and all its descendants.

Memory is the proportional set size (Pss) that Linux reports: memory shared by several processes is divided between them.
"""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import suppress

import psutil

__all__ = ["cpu_seconds", "free_port", "memory_mb", "terminate_tree", "wait_until_listening"]


def free_port() -> int:
    """Return a port that is not in use."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_until_listening(server: subprocess.Popen[bytes], port: int) -> None:
    """Wait until a server accepts connections.

    Raises:
        RuntimeError: it exited, or took more than a minute.
    """
    for _ in range(600):
        if server.poll() is not None:
            break
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def memory_mb(pid: int) -> float:
    """Return the memory of a process and its descendants, in MB."""
    total = 0.0
    for process in _tree(pid):
        with suppress(psutil.NoSuchProcess):  # it has just exited
            total += process.memory_full_info().pss / 2**20
    return total


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and its descendants in seconds, including children that have exited and were waited for."""
    total = 0.0
    for process in _tree(pid):
        with suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def terminate_tree(pid: int) -> None:
    """Terminate a process that we started, and kill it and its descendants if they are still running after 10 seconds."""
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
