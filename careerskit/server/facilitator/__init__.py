"""The facilitators' pages: the one that they run the session from, and the projector's."""

from careerskit.server.facilitator.routes import FacilitatorRoutes

__all__ = ["FacilitatorRoutes"]
