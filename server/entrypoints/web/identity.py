"""Who is asking: a signed cookie made on the first visit. A local start needs no account."""

import secrets
from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.requests import HTTPConnection
from starlette.responses import Response

from server.domain.errors import NotAllowed

COOKIE = "entretien"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Person:
    """Someone with a browser. ``fresh`` when the cookie must be set."""

    id: str
    admin: bool = False
    fresh: bool = False


class Identity:
    """Signs and reads the cookie, the form token and the socket key."""

    def __init__(self, secret: str) -> None:
        self._person = URLSafeSerializer(secret, salt="person")
        self._form = URLSafeSerializer(secret, salt="form")
        self._socket = URLSafeSerializer(secret, salt="socket")

    def person(self, connection: HTTPConnection) -> Person:
        """The person of this request; a new one when the cookie is absent or false."""
        try:
            data = self._person.loads(connection.cookies.get(COOKIE, ""))
            return Person(str(data["id"]), bool(data.get("admin")))
        except (BadSignature, KeyError, TypeError):
            return Person(secrets.token_urlsafe(16), fresh=True)

    def remember(self, response: Response, person: Person, secure: bool) -> None:
        """Set the cookie."""
        value = self._person.dumps({"id": person.id, "admin": person.admin})
        response.set_cookie(
            COOKIE, str(value), max_age=YEAR, httponly=True, samesite="lax", secure=secure, path="/"
        )

    def form_token(self, person: Person) -> str:
        """What a form of ours carries."""
        return str(self._form.dumps(person.id))

    def check_form(self, person: Person, token: str) -> None:
        """Raises NotAllowed when the form is not one of ours."""
        try:
            if self._form.loads(token) == person.id:
                return
        except BadSignature:
            pass
        raise NotAllowed("Cette page a expiré. Rechargez-la, puis recommencez.")

    def socket_key(self, interview_id: str, owner: str) -> str:
        """A key that opens one interview's socket, for programs that keep no cookie."""
        return str(self._socket.dumps([interview_id, owner]))

    def owner_by_key(self, interview_id: str, key: str) -> str | None:
        """The owner a key speaks for, or None."""
        try:
            known_id, owner = self._socket.loads(key)
        except (BadSignature, ValueError, TypeError):
            return None
        return str(owner) if known_id == interview_id else None


def same_origin(connection: HTTPConnection) -> bool:
    """Whether a request that changes something comes from our own pages, or from no browser at all."""
    origin = connection.headers.get("origin")
    if not origin or origin == "null":
        return connection.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    return origin.split("://", 1)[-1] == connection.headers.get("host", "")
