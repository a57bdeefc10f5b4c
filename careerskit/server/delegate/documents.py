"""The documents of a delegate's plan as they stand, the plan and its termly review: both are rendered in another process."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from careerskit.errors import RenderError
from careerskit.plan import School
from careerskit.publish import plan_file_name, render_plan, with_way_back
from careerskit.resources import plan_notebook, review_notebook
from careerskit.server.http.headers import attachment, document_headers
from careerskit.store import Store
from careerskit.views import ENGLAND

__all__ = ["DocumentRoutes"]

_RENDERED_CACHED = 30
"""How many rendered documents are cached. One that has not changed is not rendered again."""


class DocumentRoutes:
    """The pages that are rendered from a plan, each the same as the one that a command makes.

    authenticate: returns the school whose plan a request may see, and the private link's token. steps: the names of the steps.
    """

    def __init__(
        self, store: Store, authenticate: Callable[[Request], Awaitable[tuple[School, str]]], steps: Collection[str]
    ) -> None:
        self._store, self._authenticate, self._steps = store, authenticate, list(steps)
        # An executor of its own: a crowd that asks for its plans must not hold up saving.
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="plan-renderer")
        self._rendered: Callable[[School, Path, Hashable], str] = lru_cache(_RENDERED_CACHED)(self._render)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these pages."""
        return [
            Route("/p/{slug}/plan.html", self.plan, methods=["GET"]),
            Route("/p/{slug}/termly_review.html", self.termly_review, methods=["GET"]),
        ]

    def close(self) -> None:
        """Shut the executor down."""
        self._executor.shutdown(cancel_futures=True)

    async def plan(self, request: Request) -> Response:
        """Show the plan as it stands."""
        # Newly published figures appear after a minute.
        return await self._document(request, plan_notebook(), "", time.monotonic() // 60)

    async def termly_review(self, request: Request) -> Response:
        """Show where the plan stands today."""
        return await self._document(request, review_notebook(), "-termly-review", datetime.now(ENGLAND).date())

    async def _document(self, request: Request, notebook: Path, suffix: str, depends_on: Hashable) -> Response:
        """Show a document. Only what is shown has a link back: to the step that the query names, or else to the last one.

        suffix: of its name as a file. depends_on: what it depends on beside the answers.
        """
        school, _ = await self._authenticate(request)
        revision = await asyncio.to_thread(self._store.answers.latest_revision_of, school.id)
        loop = asyncio.get_running_loop()
        html = await loop.run_in_executor(self._executor, self._rendered, school, notebook, (revision, depends_on))
        headers = document_headers()
        if "keep" in request.query_params:
            headers |= attachment(f"{plan_file_name(school)}{suffix}.html")
        else:
            step = request.query_params.get("from", "")
            html = with_way_back(html, step if step in self._steps else self._steps[-1], "Back to the workbook")
        return Response(html, headers=headers, media_type="text/html")

    def _render(self, school: School, notebook: Path, key: Hashable) -> str:  # noqa: ARG002 # lru_cache compares it
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            result = render_plan(self._store, school, notebook, Path(folder))
            if result.status == "failed":
                raise RenderError(result.reason)
            return result.page.read_text("utf-8")
