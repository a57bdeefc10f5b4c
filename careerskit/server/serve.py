"""Starting the delegates' server on one machine."""

from __future__ import annotations

import gc
import ipaddress
import logging
import socket

import uvicorn

from careerskit.server.app import make_app
from careerskit.server.webinar import Webinar
from careerskit.store import Store

__all__ = ["is_this_machine_alone", "serve"]


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
        OSError: somebody else listens there.
    """
    # By default, Python looks through all widgets of all pages again and again while more are made: a fifth of the time in which
    # a room gets its forms.
    gc.set_threshold(100_000, 50, 100)
    logging.getLogger("traitlets").setLevel(logging.CRITICAL)  # its tracebacks could hold somebody's answers
    with socket.create_server((host, port)):
        pass  # an address that is taken is said as an error of ours, not by uvicorn's log
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


def is_this_machine_alone(host: str) -> bool:
    """Whether only this machine can reach an address to listen at."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
