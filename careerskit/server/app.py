"""The server as a whole: a store, perhaps with a live session, as one application."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from starlette.applications import Starlette
from starlette.routing import BaseRoute

from careerskit.server.delegate import DelegateRoutes, JoinRoutes
from careerskit.server.facilitator import FacilitatorRoutes
from careerskit.server.http import Solo, create_app
from careerskit.server.realtime import ConnectionHub, SessionContext
from careerskit.server.realtime.limits import MonotonicClock
from careerskit.store import Store

__all__ = ["make_app"]


class _Audience(Protocol):
    @property
    def routes(self) -> Sequence[BaseRoute]: ...

    def close(self) -> None: ...


def make_app(
    store: Store,
    context: SessionContext | None = None,
    *,
    solo: Solo | None = None,
    max_connections: int = 400,
    clock: MonotonicClock = time.monotonic,
    out: Path | None = None,
) -> Starlette:
    """Return the server of a store.

    context: the live session that runs here; None for the workbook alone. solo: who works alone on this
    machine; None where delegates come from elsewhere. max_connections: how many pages may be open at once. clock: measures
    how long a page has been idle. out: the folder for the export when the session is closed.
    """
    hub = ConnectionHub(store, max_connections, clock, context)
    # Who the pages are for. To add an audience, write a package with the same four modules and list its routes here.
    audiences: list[_Audience] = [
        JoinRoutes(store, context, clock, solo),
        DelegateRoutes(store, hub, context, clock, solo),
        *([FacilitatorRoutes(context, hub, out)] if context else []),
    ]
    routes = [route for audience in audiences for route in audience.routes]
    return create_app(routes, hub.run, [audience.close for audience in audiences], solo=solo)
