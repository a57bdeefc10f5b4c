"""Open pages and what they share: the hub of their connections, the widgets' protocol, charts, limits, the live session."""

from careerskit.server.realtime.chart_process import ChartProcess
from careerskit.server.realtime.executors import message_executor, page_executor, session_executor
from careerskit.server.realtime.hub import IDLE_CLOSE_CODE, ConnectionHub
from careerskit.server.realtime.limits import CONNECTIONS_PER_LINK, ConnectionLimit, RateLimiter
from careerskit.server.realtime.page_widgets import PageWidgets
from careerskit.server.realtime.session_context import SessionContext
from careerskit.server.realtime.unfinished import UnfinishedAnswers
from careerskit.server.realtime.widget_manager import WidgetManager

__all__ = [
    "CONNECTIONS_PER_LINK",
    "IDLE_CLOSE_CODE",
    "ChartProcess",
    "ConnectionHub",
    "ConnectionLimit",
    "PageWidgets",
    "RateLimiter",
    "SessionContext",
    "UnfinishedAnswers",
    "WidgetManager",
    "message_executor",
    "page_executor",
    "session_executor",
]
