"""How delegates come in: find their school by the session's link, or open the private link that they were given."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from careerskit.evidence import authority_names
from careerskit.plan import School, Setting
from careerskit.server.doors import said_in
from careerskit.server.keys import go_on, let_in
from careerskit.server.pages import lost, message, page
from careerskit.server.places import Allowance, Clock
from careerskit.store import Store

__all__ = ["Joining"]

_SHOWN = 20
"""How many schools a search shows."""

_AT_ONCE = 500, 10
"""How many may join at once, and how many a second in the long run: more than a webinar has, and too few to fill a disk."""

_BEGUN = (
    "Whoever began it has its private link. Ask your colleague to pass it on to you. If nobody has it any more, ask the "
    "facilitator for a new one."
)
_KNOWN = "is in the list already. If it is yours, choose it. If yours is another place of that name, say so below."


class Joining:
    """The session's door. Nobody comes in here to a plan that somebody has begun, but by its private link.

    session: what the session is called; "" where none goes on.
    """

    def __init__(self, store: Store, session: str, clock: Clock) -> None:
        self._store, self._session = store, session
        self._allowed = Allowance(*_AT_ONCE, clock)
        # Hands of their own: whoever searches a long register keeps nobody from writing.
        self._searching = ThreadPoolExecutor(max_workers=2, thread_name_prefix="searching")

    @property
    def routes(self) -> list[Route]:
        """The addresses of the pages."""
        return [
            Route("/", self.find, methods=["GET"]),
            Route("/join", self.join, methods=["POST"]),
            Route("/k/{token}", self.come_in, methods=["GET"]),
        ]

    def close(self) -> None:
        """Let go of the hands that search."""
        self._searching.shutdown(cancel_futures=True)

    async def find(self, request: Request) -> Response:
        """Find your school, or add it."""
        find = request.query_params.get("find", "")[:200].strip()
        makes = partial(self._page, find, go_on=go_on(request))
        return await asyncio.get_running_loop().run_in_executor(self._searching, makes)

    async def join(self, request: Request) -> Response:
        """Make a private link to the plan of the school that was chosen, let its holder in, and lead them to where it is shown."""
        said = await said_in(request)
        if not self._allowed.take():
            raise HTTPException(503)
        return await asyncio.get_running_loop().run_in_executor(self._searching, self._join, said, request)

    async def come_in(self, request: Request) -> Response:
        """Let the holder of a private link in, and on to the plan's first step."""
        token = request.path_params["token"]
        if await asyncio.to_thread(self._store.link_leads_to, token) is None:
            return lost()
        return let_in(request, token)

    def _join(self, said: dict[str, str], request: Request) -> Response:
        name, kind = " ".join(said.get("name", "").split())[:200], Setting.read(said.get("kind", ""))
        here = go_on(request)
        if chosen := said.get("school"):
            school = self._store.find(chosen)
            if school is None:
                return self._page("", "Choose a school from the list, or add yours.", 422, here)
        elif not name:
            return self._page("", "Enter the name of your school, college or provider.", 422, here)
        else:
            school = self._store.add_school(name, kind, namesake="another" in said)
            if school is None:
                return self._page(name, f"“{name}” {_KNOWN}", 409, here, another=kind)
        token = self._store.first_link(school.id)
        if token is None:
            title = f"The plan of {school.name} has been begun"
            return message(409, title, _BEGUN, go_on=here)
        return let_in(request, token, "link")

    def _page(
        self, find: str = "", error: str = "", status: int = 200, go_on: str = "", another: Setting | None = None
    ) -> Response:
        """Return the page to find one's school on.

        another: the kind of a place whose name, the words that were looked for, is in the list already.
        """
        found: list[School] = self._store.schools(find, limit=_SHOWN) if find else []
        numbers = {school.local_authority for school in found if school.local_authority}
        return page(
            "join",
            status,
            session=self._session,
            find=find,
            found=found,
            count=self._store.count_schools(find) if find else 0,
            known=bool(found) or self._store.count_schools() > 0,
            authorities=authority_names(self._store, numbers),
            kinds=[setting.value for setting in Setting],
            error=error,
            go_on=go_on,
            another=another,
        )
