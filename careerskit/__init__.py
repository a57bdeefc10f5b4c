"""careerskit helps careers leaders in England build a Strategic Careers Plan (Gatsby Benchmark 1).

In a notebook::

    from careerskit import open_workbook
    workbook = open_workbook()
    workbook.vision
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careerskit.export import open_overview, open_report
    from careerskit.workbook import open_workbook

__all__ = ["open_overview", "open_report", "open_workbook"]

_ROOMS = {
    "open_overview": "careerskit.export",
    "open_report": "careerskit.export",
    "open_workbook": "careerskit.workbook",
}


def __getattr__(name: str) -> Any:
    """Import what notebooks call only when it is asked for: the command must answer before it could be loaded."""
    if name in _ROOMS:
        return getattr(import_module(_ROOMS[name]), name)
    raise AttributeError(f"module 'careerskit' has no attribute {name!r}")
