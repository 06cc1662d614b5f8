"""A page for what went wrong: a code, a sentence, what to do. Never a trace."""

from dataclasses import dataclass

from server.domain.errors import EntretienError


@dataclass(frozen=True, slots=True)
class ErrorView:
    """The error page."""

    status: int
    code: str
    message: str
    retryable: bool


def error_view(error: EntretienError, status: int | None = None) -> ErrorView:
    """The page of a typed error."""
    return ErrorView(status or error.http_status, error.code, error.message, error.retryable)
