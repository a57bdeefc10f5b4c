"""One delegate's open page: its widgets, its lane, its connection."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import json
import logging
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from traceback import format_tb
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from careerskit.errors import CareerskitError
from careerskit.plan import School
from careerskit.server.drawing import Drawer
from careerskit.server.places import Allowance, Clock
from careerskit.server.protocol import Page, Refused
from careerskit.server.steps import Step, run
from careerskit.store import PlanNow, Store
from careerskit.workbook import Seat, Workbook, seated

__all__ = ["RESTING", "Live", "trouble"]

_LONGEST_MESSAGE = 65_536
_AT_ONCE, _A_SECOND = 2_000, 20
"""How many messages a page may send: a whole plan that was typed without a connection at once, and then as fast as fingers are."""

RESTING = 4000
"""With this code, a websocket is closed to a page where nothing was done for long. Its script opens it when somebody comes back."""

_building = ThreadPoolExecutor(max_workers=2, thread_name_prefix="building")
_hands = ThreadPoolExecutor(max_workers=2, thread_name_prefix="page")
_telling = ThreadPoolExecutor(max_workers=1, thread_name_prefix="telling")
"""Where pages are built, where answers are kept, and where it is written how the session stands: a few at a time, first come, first
served, so that the first ones are there at once; and apart, so that nobody's words wait for somebody's page, or for news."""

_log = logging.getLogger(__name__)


def trouble(error: BaseException) -> str:
    """Return what went wrong and where, for the log: without anybody's words, which the messages of other libraries may quote."""
    what = f"{type(error).__name__}: {error}" if isinstance(error, CareerskitError) else type(error).__name__
    return "\n".join([what, *(line.rstrip() for line in format_tb(error.__traceback__))])


class Live:
    """An open page. Whatever touches its widgets runs in its lane, one thing after the other.

    A page does not outlive its connection: who comes back has it built anew from the store. So a reload, a lost connection and
    a server that was killed are all the same.
    """

    def __init__(
        self,
        socket: WebSocket,
        store: Store,
        now: PlanNow,
        school: School,
        token: str,
        drawer: Drawer,
        clock: Clock = time.monotonic,
    ) -> None:
        self.school, self.token, self.who = school, token, f"delegate {secrets.token_hex(4)}"
        self._clock, self._heard = clock, clock()
        self._socket, self._store, self._now, self._drawer = socket, store, now, drawer
        self._page, self._lane, self._news = Page(), asyncio.Lock(), asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._context = contextvars.copy_context()
        self._context.run(self._page.here)
        self._tasks: set[asyncio.Task[None]] = set()
        self._drawings: dict[Callable[[str], None], Future[str]] = {}
        self._workbooks: list[Workbook] = []
        self._boxes: dict[str, str] = {}
        self._closed = self._has_news = False
        self.together: Callable[[], Mapping[str, str]] | None = None
        self.here: Callable[[], None] = lambda: None
        self._parts: dict[str, str] = {}

    async def serve(self, step: Step) -> None:
        """Build the page of a step, and listen until the browser is gone."""
        try:
            async with self._news:
                await self._turn(self._build, step)
            allowed = Allowance(_AT_ONCE, _A_SECOND)
            while (message := await self._socket.receive())["type"] != "websocket.disconnect":
                text = message.get("text") or ""
                if len(text) > _LONGEST_MESSAGE or not allowed.take():
                    raise Refused("a message as long as that, or as many")
                self._heard = self._clock()
                await self._turn(self._hear, json.loads(text))
        except (Refused, ValueError, RecursionError):  # the last of many brackets
            await self.close(1008)
        except (WebSocketDisconnect, RuntimeError):
            pass  # it went while it was told something
        finally:
            async with self._lane:
                self._closed = True
                for drawing in list(self._drawings.values()):
                    drawing.cancel()
                await self._loop.run_in_executor(_hands, self._context.run, self._leave)

    @property
    def seconds_idle(self) -> float:
        """For how long nothing was typed or pressed."""
        return self._clock() - self._heard

    async def close(self, code: int) -> None:
        """Close the page: RESTING where nobody is at it, 1008 where it must not go on."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it has gone already
            await self._socket.close(code)

    async def room_changed(self) -> None:
        """Show how the session stands, where that has changed for this page. While this waits for its turn, no second one does."""
        if self._has_news:
            return
        self._has_news = True
        async with self._news:  # what is older must not come after what is newer
            if text := await self._loop.run_in_executor(_telling, self._room_in_words):
                with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it is going
                    await self._socket.send_text(text)

    async def others_saved(self, changes: Mapping[str, Any]) -> None:
        """Show what others have saved of the same plan."""
        await self._turn_if_there(self._show_changes, changes)

    async def _turn(self, do: Callable[..., Any], *arguments: Any) -> None:
        """Run something that touches the widgets, and send all that it changed, in one frame.

        Where that fails, the page may show half of it: it is closed, and built anew when its script comes back.
        """
        async with self._lane:
            if self._closed:
                return
            try:
                hands = _building if do == self._build else _hands
                await self._loop.run_in_executor(hands, self._context.run, do, *arguments)
                out = await self._loop.run_in_executor(_hands, self._page.take)
            except Refused:
                raise
            except Exception as error:
                self._closed = True
                _log.error("A page was closed, for it could not be built or changed. %s", trouble(error))
                await self.close(1011)
                return
            if out:
                await self._socket.send_text(out)

    async def _turn_if_there(self, do: Callable[..., Any], *arguments: Any) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it is going
            await self._turn(do, *arguments)

    def _later(self, delay: float, then: Callable[[], object]) -> Future[None]:
        """Run something in the lane after so many seconds. Any thread may ask."""

        async def wait() -> None:
            await asyncio.sleep(delay)
            # A task of its own: what runs now may cancel this one, and must not be torn out of its lane by that.
            task = self._loop.create_task(self._turn_if_there(then))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return asyncio.run_coroutine_threadsafe(wait(), self._loop)

    def _draw_elsewhere(self, part: str, then: Callable[[str], None]) -> None:
        """Have a part with a chart drawn in the process for it, and shown in the lane when it is there, if it still is wanted."""

        def drawn(made: Future[str]) -> None:
            if self._drawings.get(then) is made:
                del self._drawings[then]
            if not made.cancelled() and not self._closed:
                failed = made.exception()
                html = f"<p>This could not be drawn. {escape(str(failed))}</p>" if failed else made.result()
                self._later(0.0, lambda: then(html))

        if before := self._drawings.pop(then, None):
            before.cancel()  # what it would show is out of date
        self._drawings[then] = self._drawer.draw(self.school, part)
        self._drawings[then].add_done_callback(drawn)

    def _build(self, step: Step) -> None:
        seat = Seat(
            self._store,
            self.school,
            live=True,
            who=self.who,
            later=self._later,
            kept=self._kept,
            elsewhere=self._draw_elsewhere,
            now=self._now,
        )
        names: dict[str, Any] = {}
        with seated(seat):
            for number, shown in run(step, names):
                self._page.say("display_data", {"data": shown, "metadata": {"cell": number}})
        self._workbooks = [value for value in names.values() if isinstance(value, Workbook)]
        self._page.say("comm_open", {"comm_id": "page", "target_name": "careerskit.page", "data": {"ready": True}})
        self._say_boxes()
        self._say_room()

    def _say_room(self) -> None:
        if news := self._room_news():
            self._say({"room": news})

    def _room_in_words(self) -> str:
        """Return the frame that tells how the session stands; "" where that has not changed. It touches no widget."""
        self._has_news = False  # before it is looked: what happens from here on is news again
        frame = Page()
        if not self._closed and (news := self._room_news()):
            self._say({"room": news}, frame)
        return frame.take()

    def _room_news(self) -> dict[str, str]:
        parts = self.together() if self.together else {}
        news = {name: html for name, html in parts.items() if self._parts.get(name) != html}
        self._parts |= news
        return news

    def _hear(self, message: Any) -> None:
        if self._page.hear(message):
            self._say_boxes()

    def _say_boxes(self) -> None:
        """Tell which box holds which answer, where that has changed: what is typed is remembered in the browser by its path."""
        boxes = {model: path for workbook in self._workbooks for model, path in workbook.boxes.items()}
        if boxes != self._boxes:
            self._boxes = boxes
            self._say({"paths": boxes})

    def _kept(self, answers: Mapping[str, Any]) -> None:
        self._say_boxes()
        model_of = {path: model for model, path in self._boxes.items()}
        self._say(
            {"kept": {path: self._page.as_told(model_of.get(path, ""), value) for path, value in answers.items()}}
        )

    def _show_changes(self, changes: Mapping[str, Any]) -> None:
        for workbook in self._workbooks:
            workbook.others_saved(changes)
        self._say_boxes()

    def _say(self, content: dict[str, Any], page: Page | None = None) -> None:
        (page or self._page).say("comm_msg", {"comm_id": "page", "data": {"method": "custom", "content": content}})

    def _leave(self) -> None:
        for workbook in self._workbooks:
            workbook.leave()
        self._page.close()
