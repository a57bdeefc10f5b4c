"""Going back to a plan where one was, and leaving one that was chosen by mistake."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from careerskit.plan import School
from careerskit.server.http.auth import sign_in, sign_out
from careerskit.server.http.pages import message
from careerskit.server.http.requests import read_form
from careerskit.server.realtime import ConnectionHub, SessionContext
from careerskit.store import Store

__all__ = ["LeavingRoutes"]

_WRITTEN = (
    "Something has been written in it, so it stays. If it isn’t your {school}’s plan, tell whoever sent you the link."
)


class LeavingRoutes:
    """The addresses at which a plan is resumed, and given back while nothing is written in it.

    authenticate: returns the school whose plan a request may see, and the private link's token.
    """

    def __init__(
        self,
        store: Store,
        hub: ConnectionHub,
        context: SessionContext | None,
        authenticate: Callable[[HTTPConnection], Awaitable[tuple[School, str]]],
    ) -> None:
        self._store, self._hub, self._context, self._authenticate = store, hub, context, authenticate
        self._lock = asyncio.Lock()

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these addresses."""
        return [
            Route("/p/{slug}/continue", self.resume, methods=["GET"]),
            Route("/p/{slug}/not-mine", self.leave, methods=["POST"]),
        ]

    def is_untouched(self, school: School) -> bool:
        """Whether nothing was ever written in a school's plan."""
        return not self._store.answers.latest_revision_of(school.id)

    async def resume(self, request: Request) -> Response:
        """Go to the step that a private link would open."""
        school, token = await self._authenticate(request)
        return sign_in(request, token, self._context.step_to_open(school.id) if self._context else "")

    async def leave(self, request: Request) -> Response:
        """Give a plan back that was chosen by mistake: its real people can then find their school, and start it.

        Open pages of the same link take nothing while it is decided: what was typed in them just before is saved first, and counts.
        """
        school, token = await self._authenticate(request)
        await read_form(request)
        async with self._lock, AsyncExitStack() as paused:  # one at a time, since each takes the locks of several pages
            pages = self._hub.pages_of(school.id, token)
            for page in pages:
                await paused.enter_async_context(page.paused())
            if not await asyncio.to_thread(self._store.links.release, token):
                resume_url = f"/p/{request.path_params['slug']}/continue"
                return message(409, "This plan is in use", school.setting.localise(_WRITTEN), resume_url=resume_url)
            for page in pages:
                page.end()
        for page in pages:
            await page.close(1008)
        if self._context:
            await self._context.write(self._leave_session, self._context, school.id)
        return sign_out(request, token, RedirectResponse("/?left=yes", 303))

    def _leave_session(self, context: SessionContext, school: str) -> None:
        """Take a school out of the session, unless somebody else has a private link to its plan."""
        context.session.refresh()
        if not self._store.links.count(school):
            context.session.leave(school)
