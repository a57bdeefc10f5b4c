"""The delegates' pages: the steps of their plan, the widgets' websocket, their private link, and what they can keep."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import RenderError, SessionError
from careerskit.plan import Plan, School
from careerskit.publish import render_plan
from careerskit.review import begun
from careerskit.server.doors import answer_to, check_origin, said_in, turn_away
from careerskit.server.drawing import Drawer
from careerskit.server.follow import Room
from careerskit.server.keys import LINK, SELF, place_of
from careerskit.server.live import Live
from careerskit.server.pages import HEADERS, OF_A_PLAN, message, page, qr_code
from careerskit.server.places import MOST_EACH, Allowance, Clock
from careerskit.server.steps import Step, read_steps
from careerskit.shipped import plan_notebook
from careerskit.store import PlanNow, Store, export_plan

__all__ = ["Delegates"]

_READ = 500
"""How many plans are held as they were read last: a step's page and its boxes, and colleagues, share one reading."""

_TAKING_PART = 40, 1
"""How many answers, questions and votes the holders of one link have at once, and each second in the long run."""

_KEPT = 30
"""How many plans are kept as they were rendered last: whoever asks again, and has written nothing, is given the same."""

_ASK_AGAIN = 5
"""Seconds after which a browser that waits outside a full room asks again."""

_FULL = "Your place comes as soon as somebody leaves. What you have written is kept."


class Delegates:
    """A plan each. A private link leads to one school's, and nothing leads from there to another's."""

    def __init__(self, store: Store, room: Room, clock: Clock) -> None:
        self._store, self._room, self._together, self._clock = store, room, room.together, clock
        self._drawer = Drawer(store.url)
        self._allowance: Callable[[str], Allowance] = lru_cache(2_000)(lambda _: Allowance(*_TAKING_PART, clock))
        self._browsers: defaultdict[str, set[str]] = defaultdict(set)
        self._rendering = ThreadPoolExecutor(max_workers=2, thread_name_prefix="rendering")
        self._rendered: Callable[[School, tuple[int, float]], str] = lru_cache(_KEPT)(self._render)
        self._steps = read_steps()
        self._now = lru_cache(_READ)(partial(PlanNow, store))

    @property
    def routes(self) -> list[BaseRoute]:
        """The addresses of the delegates' pages."""
        return [
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
        self._rendering.shutdown(cancel_futures=True)

    async def link(self, request: Request) -> Response:
        """Show the private link again, to keep it or to pass it on to a colleague."""
        school, token = await self._whose(request)
        address = str(request.base_url.replace(path=f"/k/{token}"))
        return page(
            "link", school=school, link=address, qr=qr_code(address), next=next(iter(self._steps)), to_give=False
        )

    async def step(self, request: Request) -> Response:
        """Show a step: its prose at once, its forms when the browser has asked for them."""
        school, token = await self._whose(request)
        step = self._step(request)
        if not self._room.places.has_room_for(token):
            return message(503, "The room is full just now", _FULL, refresh_seconds=_ASK_AGAIN)
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
        headers = HEADERS | {"Content-Security-Policy": OF_A_PLAN}
        if "keep" in request.query_params:
            headers |= _to_keep(f"{school.id}-plan.html")
        return Response(html, headers=headers, media_type="text/html")

    async def answers(self, request: Request) -> Response:
        """Give the answers as a file that `careerskit import` reads."""
        school, _ = await self._whose(request)
        text = await asyncio.to_thread(export_plan, self._store, school.id)
        return Response(text, headers=HEADERS | _to_keep(f"{school.id}-answers.json"), media_type="application/json")

    async def live(self, socket: WebSocket) -> None:
        """Open the widgets of a step. A browser that was not let in, or comes from another site, is turned away."""
        try:
            check_origin(socket)
            school, token = await self._whose(socket)
            step = self._step(socket)
        except HTTPException:
            await turn_away(socket)
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
        token = connection.cookies.get(LINK, "")
        school = await asyncio.to_thread(self._store.link_leads_to, token) if token else None
        if school is None or place_of(token) != connection.path_params["place"]:
            raise HTTPException(404)
        return school, token

    def _who(self, connection: HTTPConnection) -> str:
        cookies = connection.cookies
        return self._together.who(f"{cookies[LINK]} {cookies.get(SELF, '')}") if self._together else ""

    def _check_browsers(self, token: str, who: str) -> None:
        """See to it that one link has no more voices than colleagues who share it. It is not kept who they are."""
        known = self._browsers[place_of(token)]
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


def _status(plan: Plan, step: Step) -> str:
    """Return how far a step is, in words; "" where there is nothing to fill in."""
    return ("Begun" if begun(plan, step.part) else "Not begun") if step.part else ""


def _to_keep(name: str) -> dict[str, str]:
    """Return the header by which a browser keeps an answer as a file. Nothing in a school's id would end the name early."""
    return {"Content-Disposition": f'attachment; filename="{name}"'}
