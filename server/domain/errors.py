"""Typed errors: each knows its code, its HTTP status, its socket close code, and speaks to a person."""

from typing import ClassVar


class EntretienError(Exception):
    """Something a person can act on. ``message`` is French and says what to do."""

    code: ClassVar[str] = "error"
    http_status: ClassVar[int] = 500
    close_code: ClassVar[int | None] = None
    retryable: ClassVar[bool] = False

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(EntretienError):
    """What was asked for does not exist (or is not yours: the two are not told apart)."""

    code = "not_found"
    http_status = 404
    close_code = 4404


class BadInput(EntretienError):
    """The request cannot be read; nothing was kept and nothing was lost."""

    code = "bad_input"
    http_status = 422


class TooLarge(BadInput):
    """A message or a file beyond the stated limit."""

    code = "too_large"
    http_status = 413


class NotAllowed(EntretienError):
    """The person is known but may not do this."""

    code = "not_allowed"
    http_status = 403
    close_code = 4403


class NotSignedIn(EntretienError):
    """No session yet."""

    code = "not_signed_in"
    http_status = 401
    close_code = 4401


class WrongMoment(EntretienError):
    """A right request at the wrong time: an interview already ended, a message out of order."""

    code = "wrong_moment"
    http_status = 409


class Conflict(EntretienError):
    """Two writers met; the loser reads again and tries again."""

    code = "conflict"
    http_status = 409
    retryable = True


class Unavailable(EntretienError):
    """A dependency does not answer; try again later."""

    code = "unavailable"
    http_status = 503
    retryable = True


class ContentError(EntretienError):
    """A scenario, rubric, catalogue or lexicon file that cannot be used."""

    code = "content"
    http_status = 500
