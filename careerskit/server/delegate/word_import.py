"""The page on which a school brings a Word document into its plan, and finds what had no place in it."""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from careerskit.errors import CareerskitError, InputFileError, ProcessError
from careerskit.forms import MAX_RECORDS
from careerskit.plan import Plan, School, read_plan
from careerskit.processes import WorkerProcess
from careerskit.server.delegate.plan_page import PlanPage
from careerskit.store import DOCUMENT, load_plan, records_in
from careerskit.word import MAX_DOCUMENT_BYTES, DocumentChanges, ReadDocument, add_to_plan, changes_by, read_document

__all__ = ["WordImportRoutes"]

_MAX_FORM_BYTES = 4 * MAX_DOCUMENT_BYTES // 3 + 10_000
"""A form has a document in base64, with four characters for three bytes."""

_READING_SECONDS = 30.0
"""After how many seconds the reading of a document is given up. The longest sample takes a tenth of one."""

_NOT_CHOSEN = "Choose a Word document. Its name ends in .docx"


class WordImportRoutes(PlanPage):
    """The page for Word documents of one plan. The arguments are those of every :class:`PlanPage`."""

    address, template = "word", "word_import"

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._reader = WorkerProcess()
        # One thread, since the process reads one document at a time.
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="word-reader")

    @property
    def routes(self) -> Sequence[BaseRoute]:
        """The routes of the page."""
        return [
            Route("/p/{slug}/word", self.show, methods=["GET"]),
            Route("/p/{slug}/word/check", self.check, methods=["POST"]),
            Route("/p/{slug}/word/add", self.add, methods=["POST"]),
            Route("/p/{slug}/word/note", self.remove_note, methods=["POST"]),
        ]

    def close(self) -> None:
        """End the process that reads documents."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._reader.kill()
        self._executor.shutdown()
        self._reader.close()

    async def show(self, request: Request) -> Response:
        """Ask for a document, and show the notes of earlier ones."""
        school, _ = await self._authenticate(request)
        return await asyncio.to_thread(self._page, request, school)

    async def check(self, request: Request) -> Response:
        """Show what was understood of a document, and ask whether to add it."""
        school, form = await self._read(request, _MAX_FORM_BYTES)
        try:
            data = base64.urlsafe_b64decode(form.get("document", ""))
        except (binascii.Error, ValueError):
            data = b""
        name = form.get("file", "")[:200] or "The file"
        try:
            document = await asyncio.get_running_loop().run_in_executor(self._executor, self._understand, data, name)
            return await asyncio.to_thread(self._preview, request, school, document)
        except InputFileError as error:
            return await asyncio.to_thread(self._page, request, school, str(error))

    async def add(self, request: Request) -> Response:
        """Add what was understood of a document to the plan."""
        school, form = await self._read(request, _MAX_FORM_BYTES)
        try:
            await asyncio.to_thread(self._add, school, form.get("plan", ""))
        except CareerskitError as error:
            return await asyncio.to_thread(self._page, request, school, str(error))
        return self._done(request, "added")

    async def remove_note(self, request: Request) -> Response:
        """Remove a note that has found its place."""
        school, form = await self._read(request, _MAX_FORM_BYTES)
        await asyncio.to_thread(self._remove_note, school, form.get("note", ""))
        return self._done(request, "removed")

    def _understand(self, data: bytes, name: str) -> ReadDocument:
        if not data:
            raise InputFileError(_NOT_CHOSEN)
        try:
            return self._reader.call(read_document, data, name, timeout=_READING_SECONDS)
        except ProcessError:
            raise InputFileError(
                f"“{name}” cannot be read. Copy its tables into a new Word document, and try that one."
            ) from None

    def _preview(self, request: Request, school: School, document: ReadDocument) -> Response:
        plan = document.plan
        if plan.school and plan.school != school.id:
            whose = f"{plan.header.school_name or 'another school'} ({plan.school[:40]})"
            raise InputFileError(
                f"“{document.file}” is the plan of {whose}, and this is the plan of {school.name} ({school.id})."
            )
        found = self._changes(school, plan, document)
        kept = plan.model_copy(update={"school": school.id})
        return self._render(request, school, document=document, found=found, plan=kept.model_dump_json())

    def _changes(self, school: School, plan: Plan, document: ReadDocument | None = None) -> DocumentChanges:
        """Return what a document changes. Raises InputFileError where the plan would then be longer than a plan may be."""
        found = changes_by(self._store, school, plan, document.found if document else ())
        if len(records_in(self._store.answers.by_path(school.id))) + len(found.new_records) > MAX_RECORDS:
            raise InputFileError(
                f"This document cannot be added: your plan would then have more than {MAX_RECORDS} entries, which is the limit."
            )
        return found

    def _add(self, school: School, text: str) -> None:
        plan = read_plan(text, "What was read of the document")
        if plan.school != school.id:
            raise InputFileError("This was read for another plan. Choose the document again.")
        self._save_pending(school)
        self._changes(school, plan)
        add_to_plan(self._store, school, plan)

    def _remove_note(self, school: School, note: str) -> None:
        if note in {one.id for one in load_plan(self._store, school).notes}:
            self._store.answers.remove_record(school.id, "notes", note, DOCUMENT)

    def _page(self, request: Request, school: School, error: str = "") -> Response:
        done = "" if error else request.query_params.get("done", "")
        notes = load_plan(self._store, school).notes
        return self._render(request, school, 422 if error else 200, error=error, done=done, notes=notes)

    def _render(self, request: Request, school: School, status: int = 200, **values: object) -> Response:
        empty = {"error": "", "done": "", "notes": (), "document": None}
        return super()._render(request, school, status, **empty | values)
