"""careerskit helps careers leaders in England build a Strategic Careers Plan (Gatsby Benchmark 1).

In a notebook::

    from careerskit import open_workbook
    workbook = open_workbook()
    workbook.vision
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from careerskit.workbook import open_workbook

__all__ = ["open_workbook"]


def __getattr__(name: str) -> Any:
    """Import the workbook when it is asked for: the command must answer before it could be loaded."""
    if name == "open_workbook":
        from careerskit.workbook import open_workbook

        return open_workbook
    raise AttributeError(f"module 'careerskit' has no attribute {name!r}")
