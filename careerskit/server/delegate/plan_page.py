"""What the pages on one plan have in common that take forms: whose plan it is, their limits, and where they lead."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import ClassVar
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from careerskit.forms import save_pending
from careerskit.plan import School
from careerskit.server.http import Solo
from careerskit.server.http.headers import HEADERS
from careerskit.server.http.pages import page
from careerskit.server.http.requests import read_form
from careerskit.server.realtime import RateLimiter
from careerskit.store import Store

__all__ = ["PlanPage"]


class PlanPage:
    """A page on one plan, below the plan's own address.

    address: its last part. template: its name. Both are the class’s own.

    authenticate: returns the school whose plan a request may see, and the token of its link. rate: the limit of each token.
    steps: the names of the workbook's steps. solo: who works alone on this machine, if somebody does.
    """

    address: ClassVar[str]
    template: ClassVar[str]

    def __init__(
        self,
        store: Store,
        authenticate: Callable[[HTTPConnection], Awaitable[tuple[School, str]]],
        rate: Callable[[str], RateLimiter],
        steps: Collection[str],
        *,
        solo: Solo | None = None,
    ) -> None:
        self._store, self._authenticate, self._rate = store, authenticate, rate
        self._steps, self._solo = steps, solo

    async def _read(self, request: Request, max_bytes: int = 0) -> tuple[School, dict[str, str]]:
        """Return the school and the form of a request. max_bytes: how long the form may be; 0 for the usual limit."""
        school, token = await self._authenticate(request)
        form = await (read_form(request, max_bytes) if max_bytes else read_form(request))
        if not self._rate(token).try_acquire():
            raise HTTPException(429)
        return school, form

    def _save_pending(self, school: School) -> None:
        """Save what is typed in forms that are open, which would otherwise overwrite what is changed now."""
        save_pending((self._store.url, school.id))

    def _render(self, request: Request, school: School, status: int = 200, **values: object) -> Response:
        return page(
            self.template,
            status,
            **values,
            school=school,
            place=f"/p/{request.path_params['slug']}",
            step=self._step(request),
            solo=self._solo,
        )

    def _done(self, request: Request, what: str) -> Response:
        """Lead back to the page, which then says that this was done."""
        place = f"/p/{request.path_params['slug']}/{self.address}"
        return RedirectResponse(f"{place}?done={what}&from={quote(self._step(request))}", 303, HEADERS)

    def _step(self, request: Request) -> str:
        """Return the step that the reader came from; the first where the address names none."""
        step = request.query_params.get("from", "")
        return step if step in self._steps else next(iter(self._steps))
