"""The documents of a delegate's plan as they stand: the plan, its termly review, what has changed in it, and its website."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection, Hashable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from careerskit.calendar import actions_without_dates
from careerskit.errors import DateError, RenderError
from careerskit.files import slugify
from careerskit.plan import School
from careerskit.publish import (
    CALENDAR,
    PDF,
    SPREADSHEET,
    WORD,
    Format,
    RenderResult,
    choose_formats,
    has_something_to_publish,
    missing_on_website,
    plan_file_name,
    render_plan,
    render_website,
    website_zip,
    with_way_back,
)
from careerskit.resources import plan_notebook, review_notebook
from careerskit.review import read_days
from careerskit.server.http import Solo
from careerskit.server.http.headers import DOCUMENT_POLICY, HEADERS, attachment, document_headers
from careerskit.server.http.pages import page
from careerskit.store import Store, load_plan
from careerskit.views import ENGLAND, format_day, get_template
from careerskit.workbook import find_changes, link_to

__all__ = ["DocumentRoutes"]

_FILES = {
    WORD: "Download as Word",
    PDF: "Download as PDF",
    SPREADSHEET: "Spreadsheet",
    CALENDAR: "Dates for your calendar",
}
"""The formats of a plan that are downloaded and not shown, with what their links say."""

_RENDERED_CACHED = 30
"""How many rendered documents are cached. One that has not changed is not rendered again."""

_MAX_DATE_CHARACTERS = 100
"""How much of what somebody gives for a day is read, and shown again where it is none."""


class _Comparison(NamedTuple):
    """A document that says what is otherwise than on an earlier day. label: of the box for that day."""

    name: str
    title: str
    label: str


_REVIEW = _Comparison("termly_review", "Termly review", "What has moved since")
_CHANGES = _Comparison("changes", "What has changed", "What has changed since")


class DocumentRoutes:
    """The pages that are rendered from a plan, each the same as the one that a command makes.

    authenticate: returns the school whose plan a request may see, and the private link's token. steps: the names of the steps.
    solo: who works alone on this machine, if somebody does.
    """

    def __init__(
        self,
        store: Store,
        authenticate: Callable[[Request], Awaitable[tuple[School, str]]],
        steps: Collection[str],
        solo: Solo | None = None,
    ) -> None:
        self._store, self._authenticate, self._steps, self._solo = store, authenticate, list(steps), solo
        # An executor of its own: a crowd that asks for its plans must not hold up saving.
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="plan-renderer")
        self._rendered: Callable[[School, str, str, Hashable], str] = lru_cache(_RENDERED_CACHED)(self._render)

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these pages."""
        return [
            Route("/p/{slug}/plan.html", self.plan, methods=["GET"]),
            *(Route(f"/p/{{slug}}/plan{kind.suffix}", self.plan_file, methods=["GET"]) for kind in _FILES),
            Route("/p/{slug}/termly_review.html", self.termly_review, methods=["GET"]),
            Route("/p/{slug}/changes.html", self.changes, methods=["GET"]),
            Route("/p/{slug}/website.html", self.website, methods=["GET"]),
            Route("/p/{slug}/website.zip", self.website_zip, methods=["GET"]),
        ]

    def close(self) -> None:
        """Shut the executor down."""
        self._executor.shutdown(cancel_futures=True)

    async def plan(self, request: Request) -> Response:
        """Show the plan as it stands."""
        school, _ = await self._authenticate(request)
        # Newly published figures appear after a minute.
        html = await self._html(school, "plan", "", time.monotonic() // 60)
        if "keep" in request.query_params:
            return _file(html, school, "")
        downloads = {f"plan{kind.suffix}": text for kind, text in _FILES.items()}
        plan = await asyncio.to_thread(load_plan, self._store, school)
        if without := len(actions_without_dates(plan)):
            downloads["plan.ics"] += f" ({without} {'action has' if without == 1 else 'actions have'} no date)"
        step = self._step(request)
        links = {step: "Back to the workbook", **downloads, f"website.html?from={step}": "Pages for your website"}
        return _shown(with_way_back(html, links))

    async def plan_file(self, request: Request) -> Response:
        """Download the plan as it stands, in a format for another program."""
        school, _ = await self._authenticate(request)
        kind = next(kind for kind in _FILES if request.url.path.endswith(kind.suffix))
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(self._executor, self._render_file, school, kind)
        headers = document_headers() | attachment(f"{plan_file_name(school)}{kind.suffix}")
        return Response(content, headers=headers, media_type=kind.media_type)

    async def termly_review(self, request: Request) -> Response:
        """Show where the plan stands today."""
        return await self._compare(request, _REVIEW, _CHANGES)

    async def changes(self, request: Request) -> Response:
        """Show what has changed in the plan, for governors."""
        return await self._compare(request, _CHANGES, _REVIEW)

    async def website(self, request: Request) -> Response:
        """Show what is still missing on the pages for the school's website, and where they are downloaded."""
        school, _ = await self._authenticate(request)
        plan = await asyncio.to_thread(load_plan, self._store, school)
        return page(
            "website",
            school=school,
            step=self._step(request),
            is_started=has_something_to_publish(plan),
            found=await asyncio.to_thread(missing_on_website, plan),
            link_to=lambda path: link_to(path, ""),
            solo=self._solo,
        )

    async def website_zip(self, request: Request) -> Response:
        """Download the pages for the school's website."""
        school, _ = await self._authenticate(request)
        plan = await asyncio.to_thread(load_plan, self._store, school)
        if not has_something_to_publish(plan):
            return RedirectResponse("website.html", 303, HEADERS)
        loop = asyncio.get_running_loop()
        content = await loop.run_in_executor(self._executor, lambda: website_zip(render_website(self._store, school)))
        name = f"{slugify(school.name, 80) or slugify(school.id, 80)}-careers-website.zip"
        return Response(content, headers=document_headers() | attachment(name), media_type="application/zip")

    async def _compare(self, request: Request, document: _Comparison, other: _Comparison) -> Response:
        """Show a document that looks back to the day that the query names. other: where a link leads, with the same day."""
        school, _ = await self._authenticate(request)
        today, step = datetime.now(ENGLAND).date(), self._step(request)
        form = {"document": document, "since": "", "today": today, "step": step}
        try:
            form["since"] = since = _read_since(request.query_params.get("since", ""), today)
        except DateError as error:
            return page("since", 400, school=school, error=str(error), solo=self._solo, **form)
        html = await self._html(school, document.name, since, today)
        if "keep" in request.query_params:
            return _file(html, school, f"-{document.name.replace('_', '-')}")
        query = urlencode({"from": step} | ({"since": since} if since else {}))
        links = {step: "Back to the workbook", f"{other.name}.html?{query}": other.title}
        return _shown(with_way_back(html, links, get_template("server/since_form.html.j2").render(form)), has_form=True)

    async def _html(self, school: School, name: str, since: str, depends_on: Hashable) -> str:
        """Return a document. depends_on: what it depends on beside the answers."""
        revision = await asyncio.to_thread(self._store.answers.latest_revision_of, school.id)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, self._rendered, school, name, since, (revision, depends_on))

    def _step(self, request: Request) -> str:
        """Return the step that a link leads back to: the one that the query names, or else the last one."""
        step = request.query_params.get("from", "")
        return step if step in self._steps else self._steps[-1]

    def _render(self, school: School, name: str, since: str, key: Hashable) -> str:  # noqa: ARG002 # lru_cache compares it
        if name == _CHANGES.name:
            return find_changes(self._store, school, since).page()
        notebook, parameters = (review_notebook(), {"since": since}) if name == _REVIEW.name else (plan_notebook(), {})
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            result = render_plan(self._store, school, notebook, Path(folder), parameters=parameters)
            return _rendered(result).page.read_text("utf-8")

    def _render_file(self, school: School, kind: Format) -> bytes:
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            result = render_plan(self._store, school, plan_notebook(), Path(folder), formats=choose_formats(kind.key))
            return _rendered(result).page.with_suffix(kind.suffix).read_bytes()


def _rendered(result: RenderResult) -> RenderResult:
    """Return a result of rendering. Raises RenderError where it failed."""
    if result.status == "failed":
        raise RenderError(result.reason)
    return result


def _read_since(text: str, today: date) -> str:
    """Return a day that somebody has chosen as 2026-09-01; "" where none was.

    Raises:
        DateError: it cannot be read, or is after today.
    """
    if not text.strip():
        return ""
    first = read_days(text[:_MAX_DATE_CHARACTERS], today).first
    if first > today:
        raise DateError(f"{format_day(first)} is after today. Choose an earlier day.")
    return first.isoformat()


def _file(html: str, school: School, suffix: str) -> Response:
    """Return a document for the browser to save. suffix: of its name."""
    headers = document_headers() | attachment(f"{plan_file_name(school)}{suffix}.html")
    return Response(html, headers=headers, media_type="text/html")


def _shown(html: str, *, has_form: bool = False) -> Response:
    policy = DOCUMENT_POLICY.replace("form-action 'none'", "form-action 'self'") if has_form else DOCUMENT_POLICY
    return Response(html, headers=document_headers(policy), media_type="text/html")
