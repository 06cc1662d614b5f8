"""From domain objects to what a page shows: pure functions, frozen view models, no French beyond content."""

from server.entrypoints.web.presenters.administration import administration_view
from server.entrypoints.web.presenters.catalogue import catalogue_view, colophon
from server.entrypoints.web.presenters.compare import compare_view
from server.entrypoints.web.presenters.debrief import debrief_view
from server.entrypoints.web.presenters.design import design_view
from server.entrypoints.web.presenters.error import error_view
from server.entrypoints.web.presenters.home import home_view
from server.entrypoints.web.presenters.interview import interview_view
from server.entrypoints.web.presenters.prepare import prepare_view
from server.entrypoints.web.presenters.progress import debriefs_view, progress_view
from server.entrypoints.web.presenters.record import record_view, wait_view
from server.entrypoints.web.presenters.shared import Attempt, BranchOrigin, HintLine
from server.entrypoints.web.presenters.space import space_view, text_view

__all__ = [
    "Attempt",
    "BranchOrigin",
    "HintLine",
    "administration_view",
    "catalogue_view",
    "colophon",
    "compare_view",
    "debrief_view",
    "debriefs_view",
    "design_view",
    "error_view",
    "home_view",
    "interview_view",
    "prepare_view",
    "progress_view",
    "record_view",
    "space_view",
    "text_view",
    "wait_view",
]
