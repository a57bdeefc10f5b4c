"""A facilitator's open page, or the projector: told what has changed, part by part."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from careerskit.server.live import trouble

__all__ = ["Watching"]

_SAY_SOMETHING = 20.0
"""Seconds after which a page is told something, though nothing has changed."""


class Watching:
    """An open page that watches the session. It says nothing: what is done there is done with forms."""

    def __init__(
        self,
        socket: WebSocket,
        stands: Callable[[], Any],
        parts: Callable[[], Mapping[str, str]],
        hand: Executor,
    ) -> None:
        """Be the page of a socket.

        stands: tells cheaply whether anything may have changed: something else than the last time. parts: makes the parts of
        the page, as HTML by name. hand: where both are done.
        """
        self._socket, self._stands, self._parts, self._hand = socket, stands, parts, hand
        self._seen: Any = None
        self._told: dict[str, str] = {}
        self._busy, self._sent = False, time.monotonic()

    async def serve(self) -> None:
        """Tell how things stand, and stay until the browser is gone."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (await self._socket.receive())["type"] != "websocket.disconnect":
                pass

    async def look(self) -> None:
        """Tell what has changed. While a look takes its time, no second one begins."""
        if self._busy:
            return
        self._busy = True
        try:
            loop = asyncio.get_running_loop()
            stands = await loop.run_in_executor(self._hand, self._stands)
            if stands == self._seen:
                if time.monotonic() > self._sent + _SAY_SOMETHING:  # or the page takes the connection for lost
                    await self._send({})
                return
            parts = await loop.run_in_executor(self._hand, self._parts)
            self._seen = stands
            news = {name: html for name, html in parts.items() if self._told.get(name) != html}
            if news:
                await self._send(news)
                self._told |= news
        except (WebSocketDisconnect, RuntimeError):
            pass  # it is going
        except Exception as error:  # the next look may go better
            logging.getLogger(__name__).warning(
                "A facilitator's page could not be told what has changed. %s", trouble(error)
            )
        finally:
            self._busy = False

    async def _send(self, news: Mapping[str, str]) -> None:
        self._sent = time.monotonic()
        await self._socket.send_text(json.dumps(news))
