"""The facilitators' pages: the one to run the session from, the projector's, slides, private links, and the export."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import SessionError
from careerskit.export import ExportJob, default_folder, download_name, session_tables, write_tables
from careerskit.publish import render_deck
from careerskit.resources import deck_notebook
from careerskit.server.facilitator.actions import FacilitatorActions
from careerskit.server.facilitator.connection import FacilitatorConnection
from careerskit.server.facilitator.view import SORTS, FacilitatorView
from careerskit.server.http.headers import DECK_POLICY, HEADERS, attachment, document_headers
from careerskit.server.http.pages import link_not_found, page
from careerskit.server.http.requests import check_origin, form_response, read_form, reject, set_cookie
from careerskit.server.realtime import ConnectionHub, SessionContext
from careerskit.session import POLL_KINDS
from careerskit.views import qr_code

__all__ = ["FacilitatorRoutes"]

_TOKEN = "careerskit-facilitator"  # noqa: S105 # the cookie's name
"""The cookie that holds a facilitator's token."""

_HOME = "/facilitate"

_SCHOOLS_SHOWN = 20


class FacilitatorRoutes:
    """The pages of those who run the session. Their token opens this session alone, and no delegate's link opens it."""

    def __init__(self, context: SessionContext, hub: ConnectionHub, out: Path | None) -> None:
        self._context, self._session, self._hub = context, context.session, hub
        self._export = ExportJob(context.store.url, context.session, out or default_folder(context.session.record))
        self._view = FacilitatorView(context, self._export)
        self._actions = FacilitatorActions(context, self._export, self._view.current_board)
        # An executor of its own: however long the board takes to build, no delegate waits for it.
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="facilitator-view")

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of these pages."""
        return [
            Route("/f/{token}", self.open_link, methods=["GET"]),
            Route(_HOME, self.console, methods=["GET"]),
            Route(f"{_HOME}/projector", self.projector, methods=["GET"]),
            Route(f"{_HOME}/tables.zip", self.tables, methods=["GET"]),
            Route(f"{_HOME}/deck", self.deck, methods=["GET"]),
            Route(f"{_HOME}/links", self.links, methods=["GET", "POST"]),
            Route(f"{_HOME}/export/{{name}}", self.exported, methods=["GET"]),
            Route(f"{_HOME}/do/{{action}}", self.act, methods=["POST"]),
            WebSocketRoute(f"{_HOME}/live", self.live),
        ]

    def close(self) -> None:
        """Stop an export that is running, and shut the executor down."""
        self._export.close()
        self._executor.shutdown(cancel_futures=True)

    async def open_link(self, request: Request) -> Response:
        """Sign in by a facilitator's link."""
        token = request.path_params["token"]
        if not await asyncio.to_thread(self._is_valid, token):
            return link_not_found()
        response = RedirectResponse(_HOME, 303, HEADERS)
        set_cookie(response, request, _TOKEN, token, _HOME)
        return response

    async def console(self, request: Request) -> Response:
        """Show the page that the session is run from."""
        await self._authenticate(request)
        address, sort = self._address(request), _sort_of(request)
        return page(
            "facilitator",
            session=self._context.name,
            link=address,
            qr=qr_code(address, "QR code of the session’s link"),
            parts=await self._render(self._view.parts, sort),
            sort=sort,
            closed=self._session.state.closed,
            poll_kinds=POLL_KINDS.values(),
        )

    async def projector(self, request: Request) -> Response:
        """Show what everyone may see, large: one thing at a time, which the session says."""
        await self._authenticate(request)
        address, sort = self._address(request), _sort_of(request)
        return page(
            "projector",
            session=self._context.name,
            link=address,
            qr=qr_code(address, "QR code of the session’s link"),
            parts=await self._render(self._view.projected, sort),
            sort=sort,
        )

    async def deck(self, request: Request) -> Response:
        """Show the slides with the speaker's notes."""
        await self._authenticate(request)
        html = await asyncio.to_thread(
            render_deck,
            deck_notebook(),
            notes=True,
            link=self._address(request),
            keep_until=self._context.keep_until,
            surgery=self._session.record.surgery,
        )
        return Response(html, headers=document_headers(DECK_POLICY), media_type="text/html")

    async def links(self, request: Request) -> Response:
        """Make a new private link for a school that has lost its own."""
        await self._authenticate(request)
        store = self._context.store
        if request.method == "POST":
            form = await read_form(request)
            school = await asyncio.to_thread(store.schools.find, form.get("school", ""))
            if school is None:
                raise HTTPException(404)
            if form.get("revoke"):
                await asyncio.to_thread(store.links.revoke_all, school.id)
            address = f"{self._address(request)}k/{await asyncio.to_thread(store.links.create, school.id)}"
            qr = qr_code(address, "QR code of the private link")
            return page("link", school=school, link=address, qr=qr, next="", to_give=True)
        find = request.query_params.get("find", "")[:200].strip()
        found = await asyncio.to_thread(store.schools.search, find, _SCHOOLS_SHOWN) if find else []
        return page("links", session=self._context.name, find=find, found=found)

    async def exported(self, request: Request) -> Response:
        """Send what was exported: the plans in one zip, or the report."""
        await self._authenticate(request)
        file = self._export.files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        name = download_name(self._session.record, file.name)
        if file.suffix == ".html":  # to read; whoever saves it finds it by its name
            html = await asyncio.to_thread(file.read_text, "utf-8")
            return Response(html, headers=document_headers() | attachment(name, shown=True), media_type="text/html")
        return FileResponse(file, headers=HEADERS, filename=name)

    async def tables(self, request: Request) -> Response:
        """Send everything of the session so far as CSV files, in one zip."""
        await self._authenticate(request)
        zipped = await asyncio.get_running_loop().run_in_executor(self._executor, self._zip_tables)
        headers = HEADERS | attachment(download_name(self._session.record, "tables.zip"))
        return Response(zipped, headers=headers, media_type="application/zip")

    async def act(self, request: Request) -> Response:
        """Do something in the session with a form."""
        await self._authenticate(request)
        form = await read_form(request)
        try:
            text = await self._context.write(self._actions.do, request.path_params["action"], form)
        except KeyError:
            raise HTTPException(404) from None
        except SessionError as error:
            return form_response(request, _HOME, error=error)
        return form_response(request, _HOME, text)

    async def live(self, socket: WebSocket) -> None:
        """Keep an open page up to date over a websocket."""
        try:
            check_origin(socket)
            await self._authenticate(socket)
        except HTTPException:
            await reject(socket)
            return
        await socket.accept()
        render = self._view.projected if "projector" in socket.query_params else self._view.parts
        connection = FacilitatorConnection(
            socket, self._view.cache_key, partial(render, _sort_of(socket)), self._executor
        )
        self._hub.watchers.add(connection)
        try:
            await connection.serve()
        finally:
            self._hub.watchers.discard(connection)

    def _address(self, request: Request) -> str:
        """Return the address for delegates: the facilitator may use a shorter one, on the machine itself."""
        return self._context.address or str(request.base_url)

    async def _render(self, render: Callable[[str], dict[str, str]], sort: str) -> dict[str, str]:
        return await asyncio.get_running_loop().run_in_executor(self._executor, render, sort)

    def _is_valid(self, token: str) -> bool:
        record = self._context.store.facilitators.session_for_token(token)
        return record is not None and secrets.compare_digest(record.id, self._session.id)

    async def _authenticate(self, connection: HTTPConnection) -> None:
        if not await asyncio.to_thread(self._is_valid, connection.cookies.get(_TOKEN, "")):
            raise HTTPException(404)

    def _zip_tables(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            self._session.refresh()
            plans = self._context.plans(self._session.state.schools)
            files = write_tables(session_tables(self._session, plans), Path(folder, "tables"))
            with zipfile.ZipFile(Path(folder, "all.zip"), "w", zipfile.ZIP_DEFLATED) as zipped:
                for file in files:
                    zipped.write(file, file.name)
            return Path(folder, "all.zip").read_bytes()


def _sort_of(connection: HTTPConnection) -> str:
    sort = connection.query_params.get("sort", "")
    return sort if sort in SORTS else next(iter(SORTS))
