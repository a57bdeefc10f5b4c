"""The delegates' doors: joining by a link, a school's private link, the steps, and the widgets' websocket."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import RenderError, SessionError
from careerskit.evidence import authority_names
from careerskit.plan import Plan, School, Setting
from careerskit.publish import render_plan
from careerskit.review import begun
from careerskit.server.doors import answer_to, check_origin, keep_cookie, said_in
from careerskit.server.drawing import Drawer
from careerskit.server.follow import Room
from careerskit.server.live import Live
from careerskit.server.pages import HEADERS, LOST, OF_A_PLAN, page, qr_code
from careerskit.server.places import MOST_EACH, Allowance, Clock
from careerskit.server.steps import Step, read_steps
from careerskit.shipped import plan_notebook
from careerskit.store import PlanNow, Store, export_plan

__all__ = ["Delegates"]

_SHOWN = 20
"""How many schools a search shows."""

_LINK = "careerskit"
"""The cookie that holds a private link's token."""

_SELF = "careerskit-who"
"""The cookie that tells colleagues apart who have one link: each has one vote and one answer to a poll."""

_READ = 500
"""How many plans are held as they were read last: a step's page and its boxes, and colleagues, share one reading."""

_JOINING = 500, 10
"""How many may join at once, and how many a second in the long run: more than a webinar has, and too few to fill a disk."""

_TAKING_PART = 40, 1
"""How many answers, questions and votes the holders of one link have at once, and each second in the long run."""

_HERE = "careerskit-here"
"""The cookie that says which plan this browser was last let in to. It opens nothing: who clears the other is not let in."""

_BEGUN = (
    "Whoever began it has its private link. Ask your colleague to pass it on to you. If nobody has it any more, ask the "
    "facilitator for a new one."
)
_KEPT = 30
"""How many plans are kept as they were rendered last: whoever asks again, and has written nothing, is given the same."""

_ASK_AGAIN = 5
"""Seconds after which a browser that waits outside a full room asks again."""

_FULL = "Your place comes as soon as somebody leaves. What you have written is kept."


class Delegates:
    """Who comes in where. A private link leads to one school's plan, and nothing leads from there to another's."""

    def __init__(self, store: Store, room: Room, session: str, clock: Clock) -> None:
        self._store, self._room, self._together, self._session, self._clock = store, room, room.together, session, clock
        self._drawer = Drawer(store.url)
        self._joining = Allowance(*_JOINING, clock)
        self._allowance: Callable[[str], Allowance] = lru_cache(2_000)(lambda _: Allowance(*_TAKING_PART, clock))
        self._browsers: defaultdict[str, set[str]] = defaultdict(set)
        self._rendering = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rendering")
        self._rendered: Callable[[School, tuple[int, float]], str] = lru_cache(_KEPT)(self._render)
        self._searching = ThreadPoolExecutor(max_workers=2, thread_name_prefix="searching")
        self._steps = {step.name: step for step in read_steps()}
        self._now = lru_cache(_READ)(partial(PlanNow, store))

    @property
    def routes(self) -> list[BaseRoute]:
        """The addresses of the delegates' pages."""
        return [
            Route("/", self.join, methods=["GET"]),
            Route("/join", self.joined, methods=["POST"]),
            Route("/k/{token}", self.come_in, methods=["GET"]),
            Route("/p/{place}/link", self.link, methods=["GET"]),
            Route("/p/{place}/plan.html", self.plan, methods=["GET"]),
            Route("/p/{place}/answers.json", self.answers, methods=["GET"]),
            Route("/p/{place}/{step}", self.step, methods=["GET"]),
            Route("/p/{place}/{step}/{action}", self.take_part, methods=["POST"]),
            WebSocketRoute("/p/{place}/{step}/live", self.live),
        ]

    def close(self) -> None:
        """Let go of the processes that draw and render."""
        self._drawer.close()
        for hands in (self._rendering, self._searching):
            hands.shutdown(cancel_futures=True)

    async def join(self, request: Request) -> Response:
        """Find your school, or add it."""
        find = request.query_params.get("find", "")[:200].strip()
        makes = partial(self._join_page, find, go_on=_go_on(request.cookies.get(_HERE, "")))
        return await asyncio.get_running_loop().run_in_executor(self._searching, makes)

    async def joined(self, request: Request) -> Response:
        """Make a private link to the plan of the school that was chosen, and show it."""
        said = await said_in(request)
        if not self._joining.take():
            raise HTTPException(503)
        return await asyncio.to_thread(self._take, said, request)

    async def come_in(self, request: Request) -> Response:
        """Let the holder of a private link in: a cookie for this plan's pages, and on to its first step."""
        token = request.path_params["token"]
        if await asyncio.to_thread(self._store.link_leads_to, token) is None:
            return page("message", 404, title="This link does not work", text=LOST, refresh_seconds=None)
        path = f"/p/{_place(token)}"
        answer = RedirectResponse(f"{path}/{next(iter(self._steps))}", 303, HEADERS)
        # For this plan's pages alone: someone with two links in one browser must not have one page save into the other's plan.
        keep_cookie(answer, request, _LINK, token, path)
        keep_cookie(answer, request, _SELF, request.cookies.get(_SELF) or secrets.token_urlsafe(16), "/")
        keep_cookie(answer, request, _HERE, _place(token), "/")
        return answer

    async def link(self, request: Request) -> Response:
        """Show the private link again, to keep it or to pass it on to a colleague."""
        school, token = await self._whose(request)
        return _link_page(request, school, token)

    async def step(self, request: Request) -> Response:
        """Show a step: its prose at once, its forms when the browser has asked for them."""
        school, token = await self._whose(request)
        step = self._step(request)
        if not self._room.places.has_room_for(token):
            return page("message", 503, title="The room is full just now", text=_FULL, refresh_seconds=_ASK_AGAIN)
        names = list(self._steps)
        here = names.index(step.name)
        plan = await asyncio.to_thread(self._now(school))
        return page(
            "step",
            school=school,
            title=step.title,
            here=step.name,
            steps=[(one.name, one.title, _status(plan, one), one.name, one is step) for one in self._steps.values()],
            cells=[cell for cell in step.cells if cell.html or cell.shows],
            previous=(self._steps[names[here - 1]].title, names[here - 1]) if here else None,
            next=(self._steps[names[here + 1]].title, names[here + 1]) if here + 1 < len(names) else None,
            together=await asyncio.to_thread(self._parts, request, school, step),
        )

    async def take_part(self, request: Request) -> Response:
        """Answer a poll, ask, vote, or say what the room may see."""
        school, token = await self._whose(request)
        step, said = self._step(request), await said_in(request)
        if self._together is None:
            raise HTTPException(404)
        try:
            if not self._allowance(token).take():
                raise SessionError("That was a lot at once. Wait a moment.")
            action, who = request.path_params["action"], self._who(request)
            self._check_browsers(token, who)
            told = await self._together.webinar.write(self._together.do, action, said, school, who)
        except SessionError as error:
            return answer_to(request, f"../{step.name}", error=error)
        return answer_to(request, f"../{step.name}", told)

    async def plan(self, request: Request) -> Response:
        """Give the plan as it stands: the same page as the batch makes, in a process of its own."""
        school, _ = await self._whose(request)
        change = await asyncio.to_thread(self._store.last_change_of, school.id)
        # Hands of its own: a crowd that asks for its plans keeps nobody from writing on.
        basis = (change, time.monotonic() // 60)  # published figures may come in too
        html = await asyncio.get_running_loop().run_in_executor(self._rendering, self._rendered, school, basis)
        return Response(html, headers=HEADERS | {"Content-Security-Policy": OF_A_PLAN}, media_type="text/html")

    async def answers(self, request: Request) -> Response:
        """Give the answers as a file that `careerskit import` reads."""
        school, _ = await self._whose(request)
        text = await asyncio.to_thread(export_plan, self._store, school.id)
        keep = {"Content-Disposition": f'attachment; filename="{school.id}.json"'}
        return Response(text, headers=HEADERS | keep, media_type="application/json")

    async def live(self, socket: WebSocket) -> None:
        """Open the widgets of a step. A browser that was not let in, or comes from another site, is turned away."""
        try:
            check_origin(socket)
            school, token = await self._whose(socket)
            step = self._step(socket)
        except HTTPException:
            await socket.accept()  # first: a browser is not told why a websocket was closed that was never open
            await socket.close(1008)
            return
        await socket.accept()
        if not self._room.places.has_room_for(token):
            await socket.close(1013)
            return
        live = Live(socket, self._store, self._now(school), school, token, self._drawer, self._clock)
        if self._together:
            who = self._who(socket)
            live.together = partial(self._together.parts, school.id, who, step.name)
            live.here = partial(self._together.here, school.id, step.name)
        with self._room.holding(live):
            await live.serve(step)

    def _step(self, connection: HTTPConnection) -> Step:
        step = self._steps.get(connection.path_params["step"])
        if step is None:
            raise HTTPException(404)
        return step

    async def _whose(self, connection: HTTPConnection) -> tuple[School, str]:
        """Return whose plan a request is about, by its cookie, with the link's token."""
        token = connection.cookies.get(_LINK, "")
        school = await asyncio.to_thread(self._store.link_leads_to, token) if token else None
        if school is None or _place(token) != connection.path_params["place"]:
            raise HTTPException(404)
        return school, token

    def _who(self, connection: HTTPConnection) -> str:
        cookies = connection.cookies
        return self._together.who(f"{cookies[_LINK]} {cookies.get(_SELF, '')}") if self._together else ""

    def _check_browsers(self, token: str, who: str) -> None:
        """See to it that one link has no more voices than colleagues who share it. It is not kept who they are."""
        known = self._browsers[_place(token)]
        if who not in known and len(known) >= MOST_EACH:
            raise SessionError("As many browsers as one link is for have taken part with it already.")
        known.add(who)

    def _parts(self, request: Request, school: School, step: Step) -> dict[str, str]:
        return self._together.parts(school.id, self._who(request), step.name) if self._together else {}

    def _render(self, school: School, basis: tuple[int, float]) -> str:  # noqa: ARG002 # it tells a newer plan from an older
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            result = render_plan(self._store, school, plan_notebook(), Path(folder))
            if result.status == "failed":
                raise RenderError(result.reason)
            return result.page.read_text("utf-8")

    def _join_page(self, find: str = "", error: str = "", status: int = 200, go_on: str = "") -> Response:
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
            go_on=go_on,
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
        token = self._store.first_link(school.id)
        if token is None:
            title, place = f"The plan of {school.name} has been begun", request.cookies.get(_HERE, "")
            return page("message", 409, title=title, text=_BEGUN, refresh_seconds=None, go_on=_go_on(place))
        return _link_page(request, school, token)


def _status(plan: Plan, step: Step) -> str:
    """Return how far a step is, in words; "" where there is nothing to fill in."""
    return ("Begun" if begun(plan, step.part) else "Not begun") if step.part else ""


def _link_page(request: Request, school: School, token: str) -> Response:
    address = str(request.base_url.replace(path=f"/k/{token}"))
    return page("link", school=school, link=address, qr=qr_code(address), next=f"/k/{token}", to_give=False)


def _go_on(place: str) -> str:
    """Return the address of the plan that this browser was last let in to, if any."""
    return f"/p/{place}/00_start" if re.fullmatch("[0-9a-f]{12}", place) else ""


def _place(token: str) -> str:
    """Return the part of a plan's address that is no secret: it tells two plans apart in one browser, and opens none."""
    return hashlib.sha256(f"place {token}".encode()).hexdigest()[:12]
