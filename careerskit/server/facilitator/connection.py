"""A facilitator's open page, or the projector: its websocket, over which changed parts are pushed."""

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

from careerskit.errors import safe_traceback

__all__ = ["FacilitatorConnection"]

_HEARTBEAT_SECONDS = 20.0
"""How often something is sent where nothing has changed: a page that hears nothing takes its connection for lost."""


class FacilitatorConnection:
    """An open page that only listens: whatever is done there is done with forms."""

    def __init__(
        self,
        socket: WebSocket,
        cache_key: Callable[[], Any],
        parts: Callable[[], Mapping[str, str]],
        executor: Executor,
    ) -> None:
        """Serve a websocket.

        cache_key: cheap; differs from its last value where the parts may have changed. parts: renders the parts of the page, as
        HTML by name. executor: where both are called.
        """
        self._socket, self._cache_key, self._parts, self._executor = socket, cache_key, parts, executor
        self._last_key: Any = None
        self._sent_parts: dict[str, str] = {}
        self._pushing, self._last_sent = False, time.monotonic()

    async def serve(self) -> None:
        """Send all parts, and stay until the browser is gone."""
        await self.push()
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):
            while (await self._socket.receive())["type"] != "websocket.disconnect":
                pass

    async def push(self) -> None:
        """Send the parts that have changed. While one push is under way, no second one starts."""
        if self._pushing:
            return
        self._pushing = True
        try:
            loop = asyncio.get_running_loop()
            key = await loop.run_in_executor(self._executor, self._cache_key)
            if key == self._last_key:
                if time.monotonic() > self._last_sent + _HEARTBEAT_SECONDS:
                    await self._send({})
                return
            parts = await loop.run_in_executor(self._executor, self._parts)
            self._last_key = key
            changed = {name: html for name, html in parts.items() if self._sent_parts.get(name) != html}
            if changed:
                await self._send(changed)
                self._sent_parts |= changed
        except (WebSocketDisconnect, RuntimeError):
            pass  # the browser is going
        except Exception as error:  # the next push may succeed
            logging.getLogger(__name__).warning(
                "A facilitator's page could not be brought up to date. %s", safe_traceback(error)
            )
        finally:
            self._pushing = False

    async def _send(self, parts: Mapping[str, str]) -> None:
        self._last_sent = time.monotonic()
        await self._socket.send_text(json.dumps(parts))
