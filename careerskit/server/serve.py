"""Starting the delegates' server on one machine."""

from __future__ import annotations

import contextlib
import gc
import ipaddress
import signal
import socket
from typing import Any

import uvicorn

from careerskit.errors import ListeningError
from careerskit.server.app import make_app
from careerskit.server.http import Solo
from careerskit.server.realtime import SessionContext
from careerskit.store import Store

__all__ = ["address_of", "is_this_machine_alone", "listen_here", "serve", "serve_solo"]

_OPTIONS: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,  # addresses hold private links
    "server_header": False,
    "date_header": False,
    "ws_max_size": 65_536,
    "timeout_graceful_shutdown": 3,
}

_UNREACHABLE = "192.0.2.1", 9
"""An address reserved for documentation (RFC 5737): nobody is there, and nothing is sent to it."""


def serve(
    store: Store,
    context: SessionContext | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8642,
    max_connections: int = 400,
) -> None:
    """Serve the workbook of a store until Ctrl-C.

    context: the live session that runs with it. host, port: where to listen. max_connections: how many pages may be open at once.

    Raises:
        ListeningError: another program listens there, or this machine has no such address.
    """
    _prepare_process()
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()  # uvicorn would only log that it cannot
    except OSError as error:
        raise ListeningError(
            f"Cannot listen at {address_of(host, port)}: {(error.strerror or str(error)).lower()}. If another webinar is running "
            "there, stop it with Ctrl-C, or choose another --port."
        ) from error
    uvicorn.run(make_app(store, context, max_connections=max_connections), host=host, port=port, **_OPTIONS)


def serve_solo(store: Store, solo: Solo, listening: socket.socket) -> None:
    """Serve the workbook of a store to one person on this machine, until Ctrl-C, or until their window is closed.

    listening: where, see :func:`listen_here`.
    """
    _prepare_process()
    server = uvicorn.Server(uvicorn.Config(make_app(store, solo=solo), **_OPTIONS))
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP
        if number := getattr(signal, name, None):
            signal.signal(number, _interrupt)
    with contextlib.suppress(KeyboardInterrupt):  # uvicorn raises it again once it has stopped
        server.run(sockets=[listening])


def listen_here(port: int = 8642) -> socket.socket:
    """Listen on this machine alone: at a port, or at a free one where that is taken."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except OSError:
        return socket.create_server(("127.0.0.1", 0))


def _prepare_process() -> None:
    # By default, Python's garbage collector goes through all widgets of all pages again and again while more are made: a fifth of
    # the time in which a room gets its forms.
    gc.set_threshold(100_000, 50, 100)


def _interrupt(*_: object) -> None:
    """Handle a signal as if it were Ctrl-C, so that what has to be done at the end is done."""
    signal.raise_signal(signal.SIGINT)


def address_of(host: str, port: int) -> str:
    """Return the URL for a host to listen at. For "every network" it names one that a browser can open."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 # compared, not listened at
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(_UNREACHABLE)  # sends nothing: the system only says which address it would send from
                host = probe.getsockname()[0]
            except OSError:  # there is no network
                host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_this_machine_alone(host: str) -> bool:
    """Whether only this machine can reach a host to listen at."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
