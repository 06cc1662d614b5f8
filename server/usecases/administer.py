"""The one-time administrator link: made on the first start, good for whoever opens it first."""

import hashlib
import hmac

from server.domain.errors import NotFound
from server.usecases.ports import EventStore

SETTING = "administrator_link"
CLAIMED = "claimed"


def first_token(store: EventStore, token: str) -> str | None:
    """Keep the print of a token on the first start and give it back to be shown; None afterwards."""
    mine = _print(token)
    return token if store.first_setting(SETTING, mine) == mine else None


def claim(store: EventStore, token: str) -> None:
    """Use the link. Raises NotFound when it is wrong or already used."""
    kept = store.setting(SETTING)
    if kept is None or kept == CLAIMED or not hmac.compare_digest(kept, _print(token)):
        raise NotFound("Ce lien n'existe pas ou a déjà servi.")
    store.keep_setting(SETTING, CLAIMED)


def _print(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
