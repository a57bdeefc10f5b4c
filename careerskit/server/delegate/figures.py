"""The page on which somebody who works alone brings in what is published about schools, as downloaded.

In a webinar there is no such page: published figures are everybody's, so its facilitator imports them.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from careerskit.errors import CareerskitError
from careerskit.evidence import ImportResult, Refusal, import_upload
from careerskit.processes import WorkerProcess
from careerskit.server.delegate.plan_page import PlanPage
from careerskit.server.http.headers import HEADERS
from careerskit.server.http.requests import check_origin

__all__ = ["FiguresRoutes"]

_MAX_UPLOAD = 500_000_000
"""How many bytes a file may have. The register of all schools has 60 million, a year's performance tables zipped 40 million."""

_IMPORT_SECONDS = 600.0
"""After how many seconds an import is given up. The register takes a few."""


class FiguresRoutes(PlanPage):
    """The page for published figures. The arguments are those of every :class:`PlanPage`."""

    address, template = "figures", "figures"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._worker = WorkerProcess()  # pandas stays out of the server's own process
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures")

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of the page; none in a webinar."""
        if not self._solo:
            return []
        return [
            Route("/p/{slug}/figures", self.show, methods=["GET"]),
            Route("/p/{slug}/figures/import", self.import_, methods=["POST"]),
        ]

    def close(self) -> None:
        """End the process that imports files."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._worker.kill()
        self._executor.shutdown()
        self._worker.close()

    async def show(self, request: Request) -> Response:
        """Ask for files."""
        school, _ = await self._authenticate(request)
        return await asyncio.to_thread(self._render, request, school)

    async def import_(self, request: Request) -> Response:
        """Import the file that is the body of a request, and send what became of it, or of each file in it."""
        check_origin(request)
        await self._authenticate(request)
        name = Path(unquote(request.headers.get("x-file-name", "")).replace("\\", "/")).name[:150].replace("\0", "")
        with tempfile.TemporaryDirectory(prefix="careerskit-") as folder:
            path = Path(folder, name if name.strip(". ") else "file")
            size = 0
            with path.open("wb") as file:
                async for chunk in request.stream():
                    size += len(chunk)
                    if size > _MAX_UPLOAD:
                        raise HTTPException(413)
                    await asyncio.to_thread(file.write, chunk)
            year = unquote(request.headers.get("x-year", ""))[:20]
            try:
                results = await asyncio.get_running_loop().run_in_executor(self._executor, self._import, path, year)
            except CareerskitError as error:
                results = [Refusal(path.name, str(error), known=True)]
        return JSONResponse([_as_json(result) for result in results], headers=HEADERS)

    def _import(self, path: Path, year: str) -> list[ImportResult | Refusal]:
        return self._worker.call(import_upload, self._store.url, path, year, timeout=_IMPORT_SECONDS)


def _as_json(result: ImportResult | Refusal) -> dict[str, Any]:
    """Return what the page's script shows. imported: whether anything of the file was."""
    return asdict(result) | {"imported": isinstance(result, ImportResult)}
