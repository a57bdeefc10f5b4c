"""A delegate's open page: its websocket, its widgets, and what it shows of the session."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from html import escape
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from careerskit.errors import ProtocolError, safe_traceback
from careerskit.forms import FormHost
from careerskit.plan import School
from careerskit.server.realtime import (
    ChartProcess,
    PageWidgets,
    RateLimiter,
    UnfinishedAnswers,
    WidgetManager,
    message_executor,
    page_executor,
    session_executor,
)
from careerskit.server.realtime.limits import MonotonicClock
from careerskit.store import CachedPlan, Store
from careerskit.workbook import Step, WorkbookContext, link_to, run_step

__all__ = ["DelegateConnection"]

_MAX_MESSAGE_CHARACTERS = 65_536
_MESSAGE_BURST, _MESSAGES_PER_SECOND = 2_000, 20
"""A whole plan that was typed offline may come at once, and then as fast as anybody types."""

_UNDO_HINT = "What it said before is under “Undo and backups”."

_log = logging.getLogger(__name__)


class DelegateConnection:
    """An open page. Whatever touches its widgets runs under its lock, one thing at a time.

    A page does not outlive its connection: when it reconnects, it is built again from the store. So a reload, a lost connection
    and a killed server are all the same.

    session_parts: renders the parts of the page that show the session, as HTML by name. report_step: records in the session which
    step the page is on. unfinished: is notified of what is being typed. None for all where there is no session.
    """

    def __init__(
        self,
        socket: WebSocket,
        store: Store,
        cached_plan: CachedPlan,
        school: School,
        token: str,
        charts: ChartProcess,
        *,
        session_parts: Callable[[], Mapping[str, str]] | None = None,
        report_step: Callable[[], None] | None = None,
        unfinished: UnfinishedAnswers | None = None,
        clock: MonotonicClock = time.monotonic,
    ) -> None:
        self.school, self.token, self.who = school, token, f"delegate {secrets.token_hex(4)}"
        self._socket, self._charts = socket, charts
        self._session_parts, self._report_step = session_parts, report_step
        self._unfinished = unfinished or UnfinishedAnswers()
        self._clock, self._last_message = clock, clock()
        self._widgets = WidgetManager(self._on_blur, self._on_input)
        self._lock, self._session_lock = asyncio.Lock(), asyncio.Lock()
        self._loop = asyncio.get_running_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._pending_charts: dict[Callable[[str], None], Future[str]] = {}
        self._context = WorkbookContext(
            store,
            school,
            interactive=True,
            who=self.who,
            cached_plan=cached_plan,
            host=FormHost(
                self._schedule,
                self._on_saved,
                self._render_chart,
                PageWidgets(self._widgets),
                reports_blur=True,
                undo_hint=_UNDO_HINT,
                link_to=lambda path: link_to(path, ""),
            ),
        )
        self._paths: dict[str, str] = {}
        self._sent: tuple[Any, ...] = ()
        self._sent_parts: dict[str, str] = {}
        self._closed = self._session_push_pending = False

    async def serve(self, step: Step) -> None:
        """Build the page of a step, and handle its messages until the browser is gone."""
        try:
            async with self._session_lock:
                await self._run_locked(page_executor, self._build, step)
            rate = RateLimiter(_MESSAGE_BURST, _MESSAGES_PER_SECOND)
            while (message := await self._socket.receive())["type"] != "websocket.disconnect":
                text = message.get("text") or ""
                if len(text) > _MAX_MESSAGE_CHARACTERS or not rate.try_acquire():
                    raise ProtocolError("too long a message, or too many")
                self._last_message = self._clock()
                await self._run_locked(message_executor, self._handle, json.loads(text))
        except (ProtocolError, ValueError, RecursionError):  # RecursionError: JSON of nothing but brackets
            await self.close(1008)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the browser went while something was sent
        finally:
            async with self._lock:
                self._closed = True
                for chart in list(self._pending_charts.values()):
                    chart.cancel()
                await self._loop.run_in_executor(message_executor, self._dispose)

    @property
    def seconds_idle(self) -> float:
        """For how long nothing was typed or pressed."""
        return self._clock() - self._last_message

    def report_presence(self) -> None:
        """Record in the session which step the page is on."""
        if self._report_step and not self._closed:
            self._report_step()

    @contextlib.asynccontextmanager
    async def paused(self) -> AsyncIterator[None]:
        """Save what is pending, and take nothing from the browser for as long as the block lasts."""
        async with self._lock:
            await self._loop.run_in_executor(message_executor, self._context.forms.save_pending)
            yield

    def end(self) -> None:
        """Take nothing from the browser any more."""
        self._closed = True

    async def close(self, code: int) -> None:
        """Close the websocket: IDLE_CLOSE_CODE for an idle page, 1008 for one that may not go on."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # it is closed already
            await self._socket.close(code)

    async def push_session(self) -> None:
        """Send the parts that show the session, where they have changed. While one push waits for its turn, no second one does."""
        if self._session_push_pending:
            return
        self._session_push_pending = True
        async with self._session_lock:  # an older state must not be sent after a newer one
            if text := await self._loop.run_in_executor(session_executor, self._session_message):
                with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the browser is going
                    await self._socket.send_text(text)

    async def apply_remote_changes(self, changes: Mapping[str, Any]) -> None:
        """Show what others have saved of the same plan, by path."""
        await self._run_locked_if_open(self._apply_changes, changes)

    async def _run_locked(self, executor: ThreadPoolExecutor, function: Callable[..., Any], *arguments: Any) -> None:
        """Call something that touches the widgets, and send all that it changed, in one frame.

        Where it fails, the page may be half changed: it is closed, and built again when its script reconnects.
        """
        async with self._lock:
            if self._closed:
                return
            try:
                frame = await self._loop.run_in_executor(executor, self._changes_by, function, *arguments)
            except ProtocolError:
                raise
            except Exception as error:
                self._closed = True
                _log.error("A page was closed because it could not be built or changed. %s", safe_traceback(error))
                await self.close(1011)
                return
            if frame:
                await self._socket.send_text(frame)

    def _changes_by(self, function: Callable[..., Any], *arguments: Any) -> str:
        function(*arguments)
        return self._widgets.drain()

    async def _run_locked_if_open(self, function: Callable[..., Any], *arguments: Any) -> None:
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # the browser is going
            await self._run_locked(message_executor, function, *arguments)

    def _schedule(self, delay: float, callback: Callable[[], object]) -> Future[None]:
        """Call a function under the lock after a delay in seconds. Any thread may schedule one."""

        async def wait() -> None:
            await asyncio.sleep(delay)
            # A task of its own: the callback may cancel this one, which must not take the lock away from it.
            task = self._loop.create_task(self._run_locked_if_open(callback))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return asyncio.run_coroutine_threadsafe(wait(), self._loop)

    def _render_chart(self, part: str, show: Callable[[str], None]) -> None:
        """Have a part with a chart rendered in the chart process, and shown under the lock, if it is still wanted then."""

        def rendered(chart: Future[str]) -> None:
            if self._pending_charts.get(show) is chart:
                del self._pending_charts[show]
            if not chart.cancelled() and not self._closed:
                failed = chart.exception()
                html = f"<p>This chart could not be drawn. {escape(str(failed))}</p>" if failed else chart.result()
                self._schedule(0.0, lambda: show(html))

        if outdated := self._pending_charts.pop(show, None):
            outdated.cancel()
        self._pending_charts[show] = self._charts.render(self.school, part)
        self._pending_charts[show].add_done_callback(rendered)

    def _build(self, step: Step) -> None:
        for number, bundle in run_step(step, self._context):
            self._widgets.queue("display_data", {"data": bundle, "metadata": {"cell": number}})
        self._widgets.queue("comm_open", {"comm_id": "page", "target_name": "careerskit.page", "data": {"ready": True}})
        self._queue_paths()
        if parts := self._changed_parts():
            self._queue({"session": parts})

    def _session_message(self) -> str:
        """Return the frame with the parts that show the session; "" where none has changed. It touches no widget."""
        self._session_push_pending = False  # before the state is read: what changes from here on needs another push
        frame = WidgetManager()
        if not self._closed and (parts := self._changed_parts()):
            self._queue({"session": parts}, frame)
        return frame.drain()

    def _changed_parts(self) -> dict[str, str]:
        parts = self._session_parts() if self._session_parts else {}
        changed = {name: html for name, html in parts.items() if self._sent_parts.get(name) != html}
        self._sent_parts |= changed
        return changed

    def _handle(self, message: Any) -> None:
        self._widgets.handle(message)
        if self._widgets.has_queued:  # most keystrokes change nothing but their own answer
            self._queue_paths()

    def _on_input(self, model: str, before: Any) -> None:
        self._unfinished.type(self, self.school.id, self._paths.get(model, ""), str(before))

    def _on_blur(self, model: str) -> None:
        path = self._paths.get(model, "")
        self._context.forms.on_blur(path)
        self._context.forms.flush()  # what is finished need not wait for the pause in typing
        self._unfinished.leave(self, self.school.id, path)

    def _queue_paths(self) -> None:
        """Tell the browser which control holds which answer, where that has changed: it keeps unsaved answers by their path."""
        forms = self._context.forms
        state = self._paths, spares, toggles = forms.paths, forms.spare_paths, forms.toggles
        if state != self._sent:
            self._sent = state
            self._queue({"paths": self._paths, "spares": spares, "toggles": toggles})

    def _on_saved(self, answers: Mapping[str, Any]) -> None:
        self._queue_paths()
        models = {path: model for model, path in self._paths.items()}
        saved = {path: self._widgets.to_wire(models.get(path, ""), value) for path, value in answers.items()}
        self._queue({"saved": saved})

    def _apply_changes(self, changes: Mapping[str, Any]) -> None:
        self._context.forms.apply_remote_changes(changes)
        self._queue_paths()

    def _queue(self, content: dict[str, Any], frame: WidgetManager | None = None) -> None:
        data = {"method": "custom", "content": content}
        (frame or self._widgets).queue("comm_msg", {"comm_id": "page", "data": data})

    def _dispose(self) -> None:
        self._context.forms.save_pending()
        self._unfinished.leave_all(self)
        self._widgets.close()
