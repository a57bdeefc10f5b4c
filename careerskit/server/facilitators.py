"""The facilitators' doors: one page to run the session from, behind a token of its own, and what is done there."""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from careerskit.errors import SessionError
from careerskit.publish import write_deck
from careerskit.server.afterwards import folder_of
from careerskit.server.apart import apart
from careerskit.server.console import SORTS, Console
from careerskit.server.doors import answer_to, check_origin, keep_cookie, said_in, turn_away
from careerskit.server.facilitating import Facilitating
from careerskit.server.follow import Room
from careerskit.server.pages import HEADERS, OF_A_PLAN, lost, page, qr_code
from careerskit.server.watching import Watching
from careerskit.server.webinar import Webinar
from careerskit.session import session_tables, write_tables
from careerskit.shipped import deck_notebook

__all__ = ["Facilitators"]

_OF_THE_DECK = OF_A_PLAN.replace("img-src", "script-src 'unsafe-inline'; img-src")
"""The deck names in itself the scripts that may run: this lets those through, and that lets through no other."""

_COOKIE = "careerskit-facilitator"
_HOME = "/facilitate"


class Facilitators:
    """Who runs the session. Their link leads to this session alone, and no delegate's link leads here."""

    def __init__(self, webinar: Webinar, room: Room, out: Path | None) -> None:
        self._webinar, self._session, self._room = webinar, webinar.session, room
        self._hands = Facilitating(webinar, out or folder_of(self._session.record))
        self._console = Console(webinar, self._hands.making)
        # A hand of its own: however much there is to put together for the board, no delegate waits for it.
        self._drawing_up = ThreadPoolExecutor(max_workers=1, thread_name_prefix="console")

    @property
    def routes(self) -> list[BaseRoute]:
        """The addresses of the facilitators' pages."""
        return [
            Route("/f/{token}", self.come_in, methods=["GET"]),
            Route(_HOME, self.run, methods=["GET"]),
            Route(f"{_HOME}/projector", self.project, methods=["GET"]),
            Route(f"{_HOME}/tables.zip", self.tables, methods=["GET"]),
            Route(f"{_HOME}/deck", self.deck, methods=["GET"]),
            Route(f"{_HOME}/links", self.links, methods=["GET", "POST"]),
            Route(f"{_HOME}/afterwards/{{name}}", self.made, methods=["GET"]),
            Route(f"{_HOME}/do/{{action}}", self.do, methods=["POST"]),
            WebSocketRoute(f"{_HOME}/live", self.live),
        ]

    async def come_in(self, request: Request) -> Response:
        """Let the holder of a facilitator's link in."""
        token = request.path_params["token"]
        if not await asyncio.to_thread(self._leads_here, token):
            return lost()
        answer = RedirectResponse(_HOME, 303, HEADERS)
        keep_cookie(answer, request, _COOKIE, token, _HOME)
        return answer

    async def run(self, request: Request) -> Response:
        """Show the page that the session is run from."""
        await self._let_in(request)
        address, sort = self._address(request), _sort_of(request)
        parts = await self._drawn_up(self._console.parts, sort)
        return page(
            "facilitate",
            session=self._webinar.name,
            link=address,
            qr=qr_code(address, "QR code of the session’s link"),
            parts=parts,
            sort=sort,
            closed=self._session.state.closed,
        )

    async def project(self, request: Request) -> Response:
        """Show what everyone may see, large: one thing at a time."""
        await self._let_in(request)
        address, sort = self._address(request), _sort_of(request)
        asked = request.query_params.get("show", "")
        return page(
            "projector",
            session=self._webinar.name,
            link=address,
            qr=qr_code(address, "QR code of the session’s link"),
            parts=await self._drawn_up(self._console.projected, sort),
            show=asked if asked in ("polls", "questions", "board") else "join",
            sort=sort,
        )

    async def deck(self, request: Request) -> Response:
        """Show the slides with the speaker's notes."""
        await self._let_in(request)
        html = await asyncio.to_thread(apart, _deck, deck_notebook())
        return Response(html, headers=HEADERS | {"Content-Security-Policy": _OF_THE_DECK}, media_type="text/html")

    def _address(self, request: Request) -> str:
        """Return what delegates open: the facilitator may have come by a shorter way, on the machine itself."""
        return self._webinar.address or str(request.base_url)

    async def links(self, request: Request) -> Response:
        """Give a school a new private link, where it has lost its own."""
        await self._let_in(request)
        store = self._webinar.store
        if request.method == "POST":
            said = await said_in(request)
            school = await asyncio.to_thread(store.find, said.get("school", ""))
            if school is None:
                raise HTTPException(404)
            if said.get("revoke"):
                await asyncio.to_thread(store.revoke_links, school.id)
            address = f"{self._address(request)}k/{await asyncio.to_thread(store.new_link, school.id)}"
            return page("link", school=school, link=address, qr=qr_code(address), next="", to_give=True)
        find = request.query_params.get("find", "")[:200].strip()
        found = await asyncio.to_thread(store.schools, find, 20) if find else []
        return page("links", session=self._webinar.name, find=find, found=found)

    async def made(self, request: Request) -> Response:
        """Give what was made of the session: the plans in one zip, or the report."""
        await self._let_in(request)
        file = self._hands.making.files.get(request.path_params["name"])
        if file is None:
            raise HTTPException(404)
        if file.suffix == ".html":
            html = await asyncio.to_thread(file.read_text, "utf-8")
            return Response(html, headers=HEADERS | {"Content-Security-Policy": OF_A_PLAN}, media_type="text/html")
        return FileResponse(file, headers=HEADERS, filename=file.name)

    async def tables(self, request: Request) -> Response:
        """Give everything of the session so far as CSV files, in one zip."""
        await self._let_in(request)
        keep = {"Content-Disposition": f'attachment; filename="session-{self._session.id}.zip"'}
        zipped = await asyncio.get_running_loop().run_in_executor(self._drawing_up, self._zipped)
        return Response(zipped, headers=HEADERS | keep, media_type="application/zip")

    async def do(self, request: Request) -> Response:
        """Do what the facilitator asked for with a form."""
        await self._let_in(request)
        said = await said_in(request)
        try:
            told = await self._webinar.write(self._hands.do, request.path_params["action"], said)
        except KeyError:
            raise HTTPException(404) from None
        except SessionError as error:
            return answer_to(request, _HOME, error=error)
        return answer_to(request, _HOME, told)

    async def live(self, socket: WebSocket) -> None:
        """Keep an open page up to date."""
        try:
            check_origin(socket)
            await self._let_in(socket)
        except HTTPException:
            await turn_away(socket)
            return
        await socket.accept()
        sort, console = _sort_of(socket), self._console
        makes = console.projected if "projector" in socket.query_params else console.parts
        watching = Watching(socket, console.stands, partial(makes, sort), self._drawing_up)
        self._room.watching.add(watching)
        try:
            await watching.look()
            await watching.serve()
        finally:
            self._room.watching.discard(watching)

    async def _drawn_up(self, makes: Callable[[str], dict[str, str]], sort: str) -> dict[str, str]:
        return await asyncio.get_running_loop().run_in_executor(self._drawing_up, makes, sort)

    def _leads_here(self, token: str) -> bool:
        record = self._webinar.store.facilitates(token)
        return record is not None and secrets.compare_digest(record.id, self._session.id)

    async def _let_in(self, connection: HTTPConnection) -> None:
        if not await asyncio.to_thread(self._leads_here, connection.cookies.get(_COOKIE, "")):
            raise HTTPException(404)

    def _zipped(self) -> bytes:
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            self._session.refresh()
            plans = self._webinar.plans(self._session.state.schools)
            files = write_tables(session_tables(self._session, plans), Path(folder, "tables"))
            with zipfile.ZipFile(Path(folder, "all.zip"), "w", zipfile.ZIP_DEFLATED) as zipped:
                for file in files:
                    zipped.write(file, file.name)
            return Path(folder, "all.zip").read_bytes()


def _deck(_: object, notebook: Path) -> str:
    with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
        return write_deck(notebook, Path(folder, "deck.html"), notes=True).read_text("utf-8")


def _sort_of(connection: HTTPConnection) -> str:
    asked = connection.query_params.get("sort", "")
    return asked if asked in SORTS else next(iter(SORTS))
