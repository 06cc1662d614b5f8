"""What a person may say: text, of a sane length, without control characters. Text is always text."""

import unicodedata

from server.domain.errors import BadInput, TooLarge
from server.domain.text import normal

MAX_CHARS = 8_000
_KEPT = "\n\t"


def said_text(raw: str) -> str:
    """The stored form of an utterance. Raises BadInput or TooLarge; nothing is kept then."""
    text = normal(raw.replace("\r\n", "\n")).strip()
    if not text:
        raise BadInput("Votre message est vide. Écrivez ou dites quelque chose, puis envoyez.")
    if len(text) > MAX_CHARS:
        raise TooLarge(f"Votre message dépasse {MAX_CHARS} caractères. Dites-le en plusieurs fois.")
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in _KEPT for char in text):
        raise BadInput("Votre message contient des caractères de contrôle. Retirez-les et renvoyez-le.")
    return text
