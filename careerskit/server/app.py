"""The delegates' server: joining by a link, a school's private link, the steps, and the widgets' websocket."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
import tempfile
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import CareerskitError, RenderError
from careerskit.evidence import authority_names
from careerskit.plan import Plan, School, Setting
from careerskit.publish import render_plan
from careerskit.review import begun
from careerskit.server.drawing import Drawer
from careerskit.server.follow import Room
from careerskit.server.live import Live
from careerskit.server.pages import HEADERS, page, qr_code, static_file
from careerskit.server.places import Allowance, Clock
from careerskit.server.steps import Step, read_steps
from careerskit.shipped import plan_notebook
from careerskit.store import PlanNow, Store, export_plan

__all__ = ["make_app"]

_SHOWN = 20
"""How many schools a search shows."""

_COOKIE = "careerskit"
_LONGEST_FORM = 10_000
_JOINING = 500, 10
"""How many may join at once, and how many a second in the long run: more than a webinar has, and too few to fill a disk."""

_ASK_AGAIN = 5
"""Seconds after which a browser that waits outside a full room asks again."""

_READ = 500
"""How many plans are held as they were read last: a step's page and its boxes, and colleagues, share one reading."""

_OF_A_PLAN = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""A plan carries its style in itself, and asks for nothing else."""


def make_app(store: Store, *, session: str = "", most: int = 400, clock: Clock = time.monotonic) -> Starlette:
    """Return the server of a store, as a Starlette application.

    session: the name of the webinar, shown where delegates join. most: how many pages may be open at once. clock: tells for
    how long nothing was done at a page.
    """
    doors = _Doors(store, session, Room(store, most, clock), clock)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        following = asyncio.create_task(doors.room.follow())
        yield
        following.cancel()
        await asyncio.to_thread(doors.close)

    return Starlette(
        lifespan=lifespan,
        exception_handlers={HTTPException: _not_here, CareerskitError: _sorry, Exception: _sorry},
        routes=[
            Route("/", doors.join, methods=["GET"]),
            Route("/join", doors.joined, methods=["POST"]),
            Route("/k/{token}", doors.come_in, methods=["GET"]),
            Route("/p/{place}/link", doors.link, methods=["GET"]),
            Route("/p/{place}/plan.html", doors.plan, methods=["GET"]),
            Route("/p/{place}/answers.json", doors.answers, methods=["GET"]),
            Route("/p/{place}/{step}", doors.step, methods=["GET"]),
            WebSocketRoute("/p/{place}/{step}/live", doors.live),
            Route("/static/{name}", _static, methods=["GET"]),
        ],
    )


class _Doors:
    """Who comes in where. A private link leads to one school's plan, and nothing leads from there to another's."""

    def __init__(self, store: Store, session: str, room: Room, clock: Clock) -> None:
        self.room, self.drawer = room, Drawer(store.url)
        self._store, self._session, self._clock = store, session, clock
        self._joining = Allowance(*_JOINING, clock)
        self._rendering = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rendering")
        self._steps = {step.name: step for step in read_steps()}
        self._now = lru_cache(_READ)(partial(PlanNow, store))

    def close(self) -> None:
        """Let go of the processes that draw and render."""
        self.drawer.close()
        self._rendering.shutdown(cancel_futures=True)

    async def join(self, request: Request) -> Response:
        """Find your school, or add it."""
        find = request.query_params.get("find", "")[:200].strip()
        return await asyncio.to_thread(self._join_page, find)

    async def joined(self, request: Request) -> Response:
        """Make a private link to the plan of the school that was chosen, and show it."""
        _check_origin(request)
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LONGEST_FORM:
                raise HTTPException(413)
        if not self._joining.take():
            raise HTTPException(503)
        said = {name: values[0].strip() for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        return await asyncio.to_thread(self._take, said, request)

    async def come_in(self, request: Request) -> Response:
        """Let the holder of a private link in: a cookie for this plan's pages, and on to its first step."""
        token = request.path_params["token"]
        if await asyncio.to_thread(self._store.link_leads_to, token) is None:
            return page("message", 404, title="This link does not work", text=_LOST, refresh_seconds=None)
        return _let_in(request, token, next(iter(self._steps)))

    async def link(self, request: Request) -> Response:
        """Show the private link again, to keep it or to pass it on to a colleague."""
        school, token = await self._whose(request)
        return _link_page(request, school, token)

    async def step(self, request: Request) -> Response:
        """Show a step: its prose at once, its forms when the browser has asked for them."""
        school, token = await self._whose(request)
        step = self._steps.get(request.path_params["step"])
        if step is None:
            raise HTTPException(404)
        if not self.room.places.has_room_for(token):
            return page("message", 503, title="The room is full just now", text=_FULL, refresh_seconds=_ASK_AGAIN)
        names = list(self._steps)
        here = names.index(step.name)
        plan = await asyncio.to_thread(self._now(school))
        return page(
            "step",
            school=school,
            title=step.title,
            steps=[(one.name, one.title, _status(plan, one), one.name, one is step) for one in self._steps.values()],
            cells=[cell for cell in step.cells if cell.html or cell.shows],
            previous=(self._steps[names[here - 1]].title, names[here - 1]) if here else None,
            next=(self._steps[names[here + 1]].title, names[here + 1]) if here + 1 < len(names) else None,
        )

    async def plan(self, request: Request) -> Response:
        """Give the plan as it stands: the same page as the batch makes, in a process of its own."""
        school, _ = await self._whose(request)
        # Hands of its own: a crowd that asks for its plans keeps nobody from writing on.
        html = await asyncio.get_running_loop().run_in_executor(self._rendering, self._rendered, school)
        return Response(html, headers=HEADERS | {"Content-Security-Policy": _OF_A_PLAN}, media_type="text/html")

    async def answers(self, request: Request) -> Response:
        """Give the answers as a file that `careerskit import` reads."""
        school, _ = await self._whose(request)
        text = await asyncio.to_thread(export_plan, self._store, school.id)
        keep = {"Content-Disposition": f'attachment; filename="{school.id}.json"'}
        return Response(text, headers=HEADERS | keep, media_type="application/json")

    def _rendered(self, school: School) -> str:
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            result = render_plan(self._store, school, plan_notebook(), Path(folder))
            if result.status == "failed":
                raise RenderError(result.reason)
            return result.page.read_text("utf-8")

    async def live(self, socket: WebSocket) -> None:
        """Open the widgets of a step. A browser that was not let in, or comes from another site, is turned away."""
        step = self._steps.get(socket.path_params["step"])
        try:
            _check_origin(socket)
            school, token = await self._whose(socket)
        except HTTPException:
            step = None
        await socket.accept()  # first: a browser is not told why a websocket was closed that was never open
        if step is None or not self.room.places.has_room_for(token):
            await socket.close(1008 if step is None else 1013)
            return
        live = Live(socket, self._store, self._now(school), school, token, self.drawer, self._clock)
        with self.room.holding(live):
            await live.serve(step)

    async def _whose(self, connection: HTTPConnection) -> tuple[School, str]:
        """Return whose plan a request is about, by its cookie, with the link's token."""
        token = connection.cookies.get(_COOKIE, "")
        school = await asyncio.to_thread(self._store.link_leads_to, token) if token else None
        if school is None or not secrets.compare_digest(_place(token), connection.path_params["place"]):
            raise HTTPException(404)
        return school, token

    def _join_page(self, find: str = "", error: str = "", status: int = 200) -> Response:
        found = self._store.schools(find, limit=_SHOWN) if find else []
        numbers = {school.local_authority for school in found if school.local_authority}
        return page(
            "join",
            status,
            session=self._session,
            find=find,
            found=found,
            count=self._store.count_schools(find) if find else 0,
            authorities=authority_names(self._store, numbers),
            kinds=[setting.value for setting in Setting],
            error=error,
        )

    def _take(self, said: dict[str, str], request: Request) -> Response:
        if chosen := said.get("school"):
            school = self._store.find(chosen)
            if school is None:
                return self._join_page(error="Choose a school from the list, or add yours.", status=422)
        elif name := " ".join(said.get("name", "").split())[:200]:
            school = self._store.add_school(name, Setting.read(said.get("kind", "")))
        else:
            return self._join_page(error="Enter the name of your school, college or provider.", status=422)
        return _link_page(request, school, self._store.new_link(school.id))


def _status(plan: Plan, step: Step) -> str:
    """Return how far a step is, in words; "" where there is nothing to fill in."""
    return ("Begun" if begun(plan, step.part) else "Not begun") if step.part else ""


def _link_page(request: Request, school: School, token: str) -> Response:
    address = str(request.base_url.replace(path=f"/k/{token}"))
    return page("link", school=school, link=address, qr=qr_code(address), next=f"/k/{token}")


def _let_in(request: Request, token: str, step: str) -> Response:
    place = _place(token)
    answer = RedirectResponse(f"/p/{place}/{step}", 303, HEADERS)
    # For this plan's pages alone: someone with two links in one browser must not have one page save into the other's plan.
    secure = request.url.scheme == "https"
    answer.set_cookie(
        _COOKIE, token, max_age=366 * 86400, path=f"/p/{place}", httponly=True, samesite="lax", secure=secure
    )
    return answer


def _place(token: str) -> str:
    """Return the part of a plan's address that is no secret: it tells two plans apart in one browser, and opens none."""
    return hashlib.sha256(f"place {token}".encode()).hexdigest()[:12]


def _check_origin(connection: HTTPConnection) -> None:
    """Turn away what another site sent: browsers say where a form or a websocket comes from.

    Raises:
        HTTPException: it comes from elsewhere, or does not say.
    """
    if urlsplit(connection.headers.get("origin", "")).netloc != connection.headers.get("host"):
        raise HTTPException(403)


async def _static(request: Request) -> Response:
    found = static_file(request.path_params["name"])
    if found is None:
        raise HTTPException(404)
    return Response(found[0], headers=HEADERS | {"Cache-Control": "no-cache"}, media_type=found[1])


_LOST = "Ask the facilitator for the session’s link, or find the private link that you were given when you joined."


_FULL = "Your place comes as soon as somebody leaves. What you have written is kept."


async def _not_here(request: Request, error: Any) -> Response:  # noqa: ARG001
    if error.status_code == 503:
        many = "Many are joining just now. Go back, and try again in a moment."
        return page("message", 503, title="One moment, please", text=many, refresh_seconds=None)
    return page("message", error.status_code, title="This page is not here", text=_LOST, refresh_seconds=None)


async def _sorry(request: Request, error: Exception) -> Response:  # noqa: ARG001
    """Say that something went wrong, without saying what of the machine."""
    return page(
        "message",
        500,
        title="This did not work",
        text="What you have typed so far is kept. Load the page again in a moment.",
        refresh_seconds=None,
    )
