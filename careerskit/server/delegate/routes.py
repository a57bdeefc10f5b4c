"""The delegates' pages: the steps of their plan, their private link, and the widgets' websocket."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import lru_cache, partial

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import SessionError
from careerskit.plan import Plan, School
from careerskit.publish import plan_file_name
from careerskit.review import is_started
from careerskit.server.delegate.actions import DelegateActions
from careerskit.server.delegate.connection import DelegateConnection
from careerskit.server.delegate.documents import DocumentRoutes
from careerskit.server.delegate.figures import FiguresRoutes
from careerskit.server.delegate.history import HistoryRoutes
from careerskit.server.delegate.leaving import LeavingRoutes
from careerskit.server.delegate.view import DelegateView, browser_id
from careerskit.server.delegate.word_import import WordImportRoutes
from careerskit.server.http import Solo
from careerskit.server.http.auth import BROWSER_ID, LINK_TOKEN, plan_slug
from careerskit.server.http.headers import HEADERS, attachment
from careerskit.server.http.pages import message, page
from careerskit.server.http.requests import check_origin, form_response, read_form, reject
from careerskit.server.realtime import (
    CONNECTIONS_PER_LINK,
    ChartProcess,
    ConnectionHub,
    RateLimiter,
    SessionContext,
    page_executor,
)
from careerskit.server.realtime.limits import MonotonicClock
from careerskit.store import KEEP_UNTIL, CachedPlan, Store, export_plan
from careerskit.views import link_lasts, qr_code
from careerskit.workbook import Step, read_steps

__all__ = ["DelegateRoutes"]

_PLANS_CACHED = 500
"""How many plans are cached as they were read last: a step's page, its forms and colleagues share one reading."""

_ACTION_BURST, _ACTIONS_PER_SECOND = 40, 1
"""How many answers, questions and votes come by one link."""

_RETRY_SECONDS = 5
"""How often the browser of somebody who waits for a place asks again."""

_FULL = "You will get a place as soon as somebody leaves. What you have written is saved."


class DelegateRoutes:
    """The pages of one plan each. A private link opens one school's plan, and nothing leads from there to another's."""

    def __init__(
        self,
        store: Store,
        hub: ConnectionHub,
        context: SessionContext | None,
        clock: MonotonicClock,
        solo: Solo | None = None,
    ) -> None:
        self._store, self._hub, self._context, self._clock, self._solo = store, hub, context, clock, solo
        self._view = DelegateView(context) if context else None
        self._actions = DelegateActions(context) if context else None
        self._charts = ChartProcess(store.url)
        self._rate: Callable[[str], RateLimiter] = lru_cache(2_000)(
            lambda _: RateLimiter(_ACTION_BURST, _ACTIONS_PER_SECOND, clock)
        )
        self._browsers: defaultdict[str, set[str]] = defaultdict(set)
        self._steps = read_steps()
        self._cached_plan = lru_cache(_PLANS_CACHED)(partial(CachedPlan, store))
        self._documents = DocumentRoutes(store, self._authenticate, self._steps, solo)
        self._history = HistoryRoutes(store, self._authenticate, self._rate, self._steps, solo=solo)
        self._word_import = WordImportRoutes(store, self._authenticate, self._rate, self._steps, solo=solo)
        self._figures = FiguresRoutes(store, self._authenticate, self._rate, self._steps, solo=solo)
        self._leaving = LeavingRoutes(store, hub, context, self._authenticate)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these pages."""
        return [
            Route("/p/{slug}/link", self.link, methods=["GET"]),
            *self._documents.routes,
            Route("/p/{slug}/answers.json", self.answers, methods=["GET"]),
            *self._history.routes,
            *self._word_import.routes,
            *self._figures.routes,
            *self._leaving.routes,
            Route("/p/{slug}/{step}", self.step, methods=["GET"]),
            Route("/p/{slug}/{step}/{action}", self.act, methods=["POST"]),
            WebSocketRoute("/p/{slug}/{step}/live", self.live),
        ]

    def close(self) -> None:
        """End the chart process, and what renders documents."""
        self._charts.close()
        self._documents.close()
        self._word_import.close()
        self._figures.close()

    async def link(self, request: Request) -> Response:
        """Show the private link again, to keep it or to pass it on to a colleague; on one's own machine, it ends with us."""
        school, token = await self._authenticate(request)
        if self._solo:
            return RedirectResponse(next(iter(self._steps)), 303, HEADERS)
        address = str(request.base_url.replace(path=f"/k/{token}"))
        return page(
            "link",
            school=school,
            lasts=link_lasts(await asyncio.to_thread(self._store.settings.get, KEEP_UNTIL)),
            link=address,
            qr=qr_code(address, "QR code of the private link"),
            next=next(iter(self._steps)),
            to_give=False,
            untouched=await asyncio.to_thread(self._leaving.is_untouched, school),
        )

    async def step(self, request: Request) -> Response:
        """Show a step: its prose at once, its forms when the browser's websocket is open."""
        return await asyncio.get_running_loop().run_in_executor(page_executor, self._step_page, request)

    def _step_page(self, request: Request) -> Response:
        school, token = self._school_of(request)
        step = self._step(request)
        if not self._hub.limit.has_room(token):
            return message(503, "The room is full", _FULL, refresh_seconds=_RETRY_SECONDS)
        names, plan = list(self._steps), self._cached_plan(school)()
        position = names.index(step.name)
        return page(
            "step",
            school=school,
            solo=self._solo,
            title=step.title,
            here=step.name,
            part=step.part,
            steps=[(one.name, one.title, _status(plan, one), one.name, one is step) for one in self._steps.values()],
            cells=[cell for cell in step.cells if cell.html or cell.expression],
            previous=(self._steps[names[position - 1]].title, names[position - 1]) if position else None,
            next=(self._steps[names[position + 1]].title, names[position + 1]) if position + 1 < len(names) else None,
            session_parts=self._view.parts(school.id, self._browser_id(request), step.name) if self._view else {},
            untouched=not any(is_started(plan, one.part) for one in self._steps.values() if one.part)
            and self._leaving.is_untouched(school),
        )

    async def act(self, request: Request) -> Response:
        """Take part in the session with a form: answer a poll, ask, vote, or choose what the room may see."""
        school, token = await self._authenticate(request)
        step, form = self._step(request), await read_form(request)
        if self._context is None or self._actions is None:
            raise HTTPException(404)
        try:
            if not self._rate(token).try_acquire():
                raise SessionError("That was a lot at once. Wait a moment.")
            browser = self._browser_id(request)
            self._check_browsers(token, browser)
            action = request.path_params["action"]
            text = await self._context.write(self._actions.do, action, form, school, browser)
        except SessionError as error:
            return form_response(request, f"../{step.name}", error=error)
        return form_response(request, f"../{step.name}", text)

    async def answers(self, request: Request) -> Response:
        """Send the answers as a file that `careerskit import` reads."""
        school, _ = await self._authenticate(request)
        text = await asyncio.to_thread(export_plan, self._store, school.id)
        headers = HEADERS | attachment(f"{plan_file_name(school)}-answers.json")
        return Response(text, headers=headers, media_type="application/json")

    async def live(self, socket: WebSocket) -> None:
        """Serve the widgets of a step over a websocket. It is refused without a private link, or from another site."""
        try:
            check_origin(socket)
            loop = asyncio.get_running_loop()
            school, token = await loop.run_in_executor(page_executor, self._school_of, socket)
            step = self._step(socket)
        except HTTPException:
            await reject(socket)
            return
        await socket.accept()
        if not self._hub.limit.has_room(token):
            await socket.close(1013)
            return
        session_parts = report_step = None
        if self._view and self._actions:
            session_parts = partial(self._view.parts, school.id, self._browser_id(socket), step.name)
            report_step = partial(self._actions.report_step, school.id, step.name)
        connection = DelegateConnection(
            socket,
            self._store,
            self._cached_plan(school),
            school,
            token,
            self._charts,
            session_parts=session_parts,
            report_step=report_step,
            unfinished=self._context.unfinished if self._context else None,
            clock=self._clock,
        )
        with self._hub.connected(connection):
            await connection.serve(step)

    def _step(self, connection: HTTPConnection) -> Step:
        step = self._steps.get(connection.path_params["step"])
        if step is None:
            raise HTTPException(404)
        return step

    async def _authenticate(self, connection: HTTPConnection) -> tuple[School, str]:
        return await asyncio.to_thread(self._school_of, connection)

    def _school_of(self, connection: HTTPConnection) -> tuple[School, str]:
        """Return the school whose plan a request may see, by its cookie, and the private link's token.

        Raises:
            HTTPException: there is no such link, or it leads to another plan than the request asks for.
        """
        token = connection.cookies.get(LINK_TOKEN, "")
        school = self._store.links.school_for_token(token) if token else None
        if school is None or plan_slug(token) != connection.path_params["slug"]:
            raise HTTPException(404)
        return school, token

    def _browser_id(self, connection: HTTPConnection) -> str:
        cookies = connection.cookies
        secret = f"{cookies[LINK_TOKEN]} {cookies.get(BROWSER_ID, '')}"
        return browser_id(self._context.session.id, secret) if self._context else ""

    def _check_browsers(self, token: str, browser: str) -> None:
        """Make sure that one link has no more votes than colleagues who may share it. Which browsers they are is not stored."""
        known = self._browsers[plan_slug(token)]
        if browser not in known and len(known) >= CONNECTIONS_PER_LINK:
            raise SessionError("Too many browsers have taken part with this link.")
        known.add(browser)


def _status(plan: Plan, step: Step) -> str:
    """Return how far a step is, in words; "" where there is nothing to fill in."""
    return ("Started" if is_started(plan, step.part) else "Not started") if step.part else ""
