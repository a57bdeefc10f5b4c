"""A school's own Word template: filled in with a plan, and checked before it is kept."""

from __future__ import annotations

from contextlib import closing
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from careerskit.errors import InputFileError, ProcessError
from careerskit.plan import Plan
from careerskit.processes import WorkerProcess
from careerskit.word.styles import MAX_TITLE, xml_text
from careerskit.word.template_data import example_plan, template_data

__all__ = ["check_template", "fill_template"]

_MAX_BYTES = 5_000_000
_MAX_UNPACKED = 60_000_000
_TIME_LIMIT = 30.0
"""Seconds for filling in a template when it is checked. The starter template takes a fifth of one."""

_ADVICE = "`careerskit template --list` lists all placeholders."

_TORN = (
    "A loop or condition starts in one part of a table or paragraph and ends in another. Put {%tr for … %} and {%tr endfor %} in "
    f"rows of their own, and {{%p for … %}} and {{%p endfor %}} in paragraphs of their own. {_ADVICE}"
)


def fill_template(template: bytes, plan: Plan) -> bytes:
    """Return a plan as a Word document, from a school's own template.

    Its placeholders are read by docxtpl, so ``{%tr for … %}`` repeats rows and ``{%p if … %}`` paragraphs. What somebody typed is
    never read as one.

    Raises:
        InputFileError: a placeholder is unknown or cannot be read, or the result is no Word document; the message says where.
    """
    from docxtpl import DocxTemplate
    from jinja2.exceptions import TemplateError
    from lxml import etree

    from careerskit.word.template_environment import TemplateEnvironment, UnknownNameError

    class Template(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
        """docxtpl, which would leave out what does not fit together, and say nothing."""

        def fix_tables(self, xml: str) -> Any:
            try:
                etree.fromstring(xml.encode())
            except etree.XMLSyntaxError:
                raise InputFileError(_TORN) from None
            return super().fix_tables(xml)

    data = template_data(plan)
    environment = TemplateEnvironment()
    document = Template(BytesIO(template))
    try:
        document.render(data, environment, autoescape=True)
    except UnknownNameError as unknown:
        raise InputFileError(f"{unknown.sentence(data)} {_ADVICE}") from None
    except TemplateError as error:
        raise InputFileError(f"A placeholder cannot be read: {error.message}{_place(error)}. {_ADVICE}") from None
    document.core_properties.title = xml_text(f"{data['title']}: {plan.header.school_name}".removesuffix(": "))[
        :MAX_TITLE
    ]
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def check_template(content: bytes, name: str, time_limit: float = _TIME_LIMIT) -> bytes:
    """Return a template unchanged, once it has been filled in for an example and for an empty plan, in a process of its own.

    Args:
        content: of the file.
        name: of the file, for messages.
        time_limit: seconds that each may take.

    Raises:
        InputFileError: it is too large, no Word document, has macros, or cannot be filled in.
    """
    _check_file(content, name)
    with closing(WorkerProcess()) as worker:
        for plan in (example_plan(), Plan()):
            try:
                worker.call(fill_template, content, plan, timeout=time_limit)
            except InputFileError as error:
                raise InputFileError(f"{name}: {error}") from None
            except ProcessError as error:
                raise InputFileError(f"{name} cannot be filled in: {error} Start from `careerskit template`.") from None
    return content


def _check_file(content: bytes, name: str) -> None:
    if len(content) > _MAX_BYTES:
        raise InputFileError(
            f"{name} is too large: the limit is 5 MB. Compress its pictures in Word, and save it again."
        )
    try:
        with ZipFile(BytesIO(content)) as zipped:
            parts = {part.filename: part.file_size for part in zipped.infolist()}
    except BadZipFile:
        parts = {}
    if "word/document.xml" not in parts:
        raise InputFileError(f"{name} is not a Word document. In Word, choose Save As and Word Document (.docx).")
    if sum(parts.values()) > _MAX_UNPACKED:
        raise InputFileError(f"{name} is too large when it is unpacked. Start from `careerskit template`.")
    if any(part.endswith("vbaProject.bin") for part in parts):
        raise InputFileError(
            f"{name} has macros. In Word, choose Save As and Word Document (.docx), which leaves them out."
        )


def _place(error: Any) -> str:
    """Return where in the text of the document an error of Jinja is, as docxtpl tells it; "" where it does not."""
    lines = [line.strip() for line in getattr(error, "docx_context", ())]
    at = min(3, max(0, (error.lineno or 1) - 1)) if hasattr(error, "lineno") else 0
    return f", near “{lines[at][:80]}”" if len(lines) > at and lines[at] else ""
