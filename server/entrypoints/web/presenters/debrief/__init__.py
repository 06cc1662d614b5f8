"""The debrief: ``debrief_view`` and the view models it is made of."""

from server.entrypoints.web.presenters.debrief.model import DebriefView
from server.entrypoints.web.presenters.debrief.view import debrief_view

__all__ = ["DebriefView", "debrief_view"]
