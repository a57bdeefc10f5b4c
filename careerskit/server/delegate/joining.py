"""How delegates join: they find their school by the session's link, or open the private link that they have."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from careerskit.errors import SessionError
from careerskit.evidence import FoundSchool, describe_schools, nearly_named_schools, search_schools
from careerskit.plan import School, Setting
from careerskit.server.http import Solo
from careerskit.server.http.auth import plan_slug, resume_url, sign_in
from careerskit.server.http.pages import link_not_found, message, page
from careerskit.server.http.requests import read_form
from careerskit.server.realtime import RateLimiter, SessionContext
from careerskit.server.realtime.limits import MonotonicClock
from careerskit.store import KEEP_UNTIL, SchoolSearch, Store
from careerskit.views import link_lasts

__all__ = ["JoinRoutes"]

_SCHOOLS_SHOWN = 20
_SUGGESTED = 5

_JOIN_BURST, _JOINS_PER_SECOND = 500, 10
"""More than any webinar has, and too few to fill a disk."""

_TAKEN = "Your colleague has the private link and can send it to you. If nobody has it any more, ask the facilitator for a new one."


class JoinRoutes:
    """The pages for joining. A plan that somebody has started is opened here by its private link alone."""

    def __init__(
        self, store: Store, context: SessionContext | None, clock: MonotonicClock, solo: Solo | None = None
    ) -> None:
        self._store, self._context, self._solo = store, context, solo
        self._rate = RateLimiter(_JOIN_BURST, _JOINS_PER_SECOND, clock)
        # An executor of its own: searching a long register must not hold up saving.
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="school-search")

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these pages."""
        return [
            Route("/", self.find, methods=["GET"]),
            Route("/join", self.join, methods=["POST"]),
            Route("/k/{token}", self.open_link, methods=["GET"]),
        ]

    def close(self) -> None:
        """Shut the executor down."""
        self._executor.shutdown(cancel_futures=True)

    async def find(self, request: Request) -> Response:
        """Show the page to find a school on, or to add one."""
        find = request.query_params.get("find", "")[:200].strip()
        resume = self._resume_url(request)
        if self._solo and resume and not request.query_params:
            return RedirectResponse(resume, 303)  # the address that the command printed: their plan is open
        render = partial(self._page, find, resume=resume, left="left" in request.query_params)
        return await asyncio.get_running_loop().run_in_executor(self._executor, render)

    async def join(self, request: Request) -> Response:
        """Make a private link to the plan of the chosen school, sign its holder in, and show them the link."""
        form = await read_form(request)
        if not self._rate.try_acquire():
            raise HTTPException(503)
        answer, school = await asyncio.get_running_loop().run_in_executor(self._executor, self._join, form, request)
        if school and self._context and not self._context.session.state.closed:
            with contextlib.suppress(SessionError):  # it has just closed
                await self._context.write(self._context.session.join, school)
        return answer

    async def open_link(self, request: Request) -> Response:
        """Sign in by a private link, and go to the step that the room is on or the school was on, or else to the first step."""
        token = request.path_params["token"]
        school = await asyncio.to_thread(self._store.links.school_for_token, token)
        if school is None:
            return link_not_found(self._solo)
        return sign_in(request, token, self._context.step_to_open(school.id) if self._context else "")

    def _join(self, form: dict[str, str], request: Request) -> tuple[Response, str]:
        """Return the answer, and the id of the school whose plan somebody has a private link to now; "" for none."""
        name, kind = " ".join(form.get("name", "").split())[:200], Setting.read(form.get("kind", ""))
        resume = self._resume_url(request)
        if chosen := form.get("school"):
            school = self._store.schools.find(chosen)
            if school is None:
                return self._page("", "Choose a school from the list, or add yours.", 422, resume), ""
            (known,) = describe_schools(self._store, [school])
            if known.successors and "closed" not in form:
                return self._page(school.name, "", 409, resume, closed=known, meant=known.successors), ""
        elif not name:
            return self._page("", "Enter the name of your school, college or provider.", 422, resume), ""
        else:
            is_another = "another" in form
            meant = [] if is_another else nearly_named_schools(self._store, name, _SUGGESTED)
            added = None if meant else self._store.schools.add(name, kind, namesake=is_another)
            if added is None:  # or somebody else has just added it
                meant = meant or nearly_named_schools(self._store, name, _SUGGESTED)
                return self._page(name, "", 409, resume, another=kind, meant=meant), ""
            school = added
        token = self._solo.claim_link(school.id) if self._solo else self._store.links.claim(school.id)
        if token is None and self._solo:
            title = f"{possessive(school.name)} plan is not open"
            text = f"To open it, press Ctrl-C in careerskit’s window, and run: {self._solo.command} {school.id}"
            return message(409, title, text, resume_url=resume, solo=self._solo), ""
        if token is None:
            title = f"Someone has already started {possessive(school.name)} plan"
            return message(409, title, _TAKEN, resume_url=resume), ""
        return sign_in(request, token, "" if self._solo else "link"), school.id

    def _resume_url(self, request: Request) -> str:
        """Return the address of the plan that this browser signed in to last; on one's own machine, of those open now."""
        resume = resume_url(request)
        is_open = not self._solo or any(plan_slug(token) in resume for token in self._solo.tokens)
        return resume if is_open else ""

    def _page(
        self,
        find: str = "",
        error: str = "",
        status: int = 200,
        resume: str = "",
        another: Setting | None = None,
        meant: Sequence[School] = (),
        closed: FoundSchool | None = None,
        left: bool = False,
    ) -> Response:
        """Return the page to find a school on.

        another: the kind of the school to be added, where its name is nearly that of others. meant: those others. closed: a school
        that has closed, where somebody chose it; meant are then those that it is now.
        left: whether the browser has just left a plan that was chosen by mistake.
        """
        search = SchoolSearch(list(meant), len(meant), only_similar=True)
        if find and not meant:
            search = search_schools(self._store, find, _SCHOOLS_SHOWN)
        found = describe_schools(self._store, search.schools)
        return page(
            "join",
            status,
            solo=self._solo,
            lasts=link_lasts(self._store.settings.get(KEEP_UNTIL)),
            session=self._context.name if self._context else "",
            find=find,
            found=found,
            count=search.total,
            only_similar=search.only_similar,
            known=bool(found) or self._store.schools.count() > 0,
            kinds=[setting.value for setting in Setting],
            error=error,
            resume_url=resume,
            another=another,
            closed=closed,
            left=left,
        )


def possessive(name: str) -> str:
    """Return a name with ’s, or with ’ alone where it ends in s."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
