"""The delegates' pages: joining, the steps of their plan, and taking part in the session."""

from careerskit.server.delegate.joining import JoinRoutes
from careerskit.server.delegate.routes import DelegateRoutes

__all__ = ["DelegateRoutes", "JoinRoutes"]
