"""Starting the delegates' server on one machine."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket

import uvicorn

from careerskit.errors import ListeningError
from careerskit.server.app import make_app
from careerskit.server.webinar import Webinar
from careerskit.store import Store

__all__ = ["address_of", "is_this_machine_alone", "serve"]

_ELSEWHERE = "192.0.2.1", 9
"""An address that documentation has for itself (RFC 5737): nobody is there, and nothing is sent to it."""


def serve(
    store: Store,
    webinar: Webinar | None = None,
    *,
    host: str = "127.0.0.1",
    port: int = 8642,
    most: int = 400,
) -> None:
    """Serve the workbook of a store until Ctrl-C.

    webinar: the session that runs with it. host, port: where to listen. most: how many pages may be open at once.

    Raises:
        ListeningError: somebody else listens there, or this machine has no such address.
    """
    # By default, Python looks through all widgets of all pages again and again while more are made: a fifth of the time in which
    # a room gets its forms.
    gc.set_threshold(100_000, 50, 100)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # its tracebacks could hold somebody's answers
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        socket.create_server((host, port), family=family).close()  # uvicorn would only log that it cannot
    except OSError as error:
        raise ListeningError(
            f"Nothing can listen at {address_of(host, port)}: {(error.strerror or str(error)).lower()}. If another webinar runs "
            "there, end it with Ctrl-C, or give this one another --port."
        ) from error
    uvicorn.run(
        make_app(store, webinar, most=most),
        host=host,
        port=port,
        log_level="warning",
        access_log=False,  # addresses hold private links
        server_header=False,
        date_header=False,
        ws_max_size=65_536,
        timeout_graceful_shutdown=3,
    )


def address_of(host: str, port: int) -> str:
    """Return the address at which others find what listens at a host: "every network" is none that a browser could open."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 # compared, not listened at
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            try:
                asking.connect(_ELSEWHERE)  # sends nothing: the system only says from which address it would
                host = asking.getsockname()[0]
            except OSError:  # there is no network
                host = "127.0.0.1"
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_this_machine_alone(host: str) -> bool:
    """Whether only this machine can reach an address to listen at."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
