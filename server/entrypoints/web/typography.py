"""French typography, at render only; the stored text never changes.

Every filter escapes its input first and returns Markup. Spaces are made unbreakable where French wants it,
apostrophes are curved, ordinals are raised. Not a spelling corrector: letters and order are kept.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from markupsafe import Markup, escape

NBSP = "\u00a0"
THIN = "\u202f"
_MARKUP = re.compile(r"(<[^>]*>|&[#\w]+;)")
_APOSTROPHES = ("&#39;", "'")
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"[ \u00a0\u202f]+(?=[;!?])"), THIN),
    (re.compile(r"(?<=[\w)\]»’%€])(?=[;!?]+(?:[\s»)]|$))"), THIN),
    (re.compile(r"[ \u00a0\u202f]+(?=:)"), NBSP),
    (re.compile(r"(?<=[^\W\d_]):(?=\s)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + NBSP),
    (re.compile(r"[ \u00a0\u202f]*»"), NBSP + "»"),
    (re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))"), THIN),
    (re.compile(r"(?<=\d)[ \u00a0\u202f]*(?=[€%])"), NBSP),
    (re.compile(r"(?<=\d) (?=(?:h|min|s|€|ans?|mois|jours?)\b)"), NBSP),
    (re.compile(r"(?<=\bh) (?=\d\d\b)"), NBSP),
    (re.compile(r"(?<=\b\d) (?=(?:janvier|février|mars|avril|mai|juin|juillet|août)\b)"), NBSP),
)  # fmt: skip
_ORDINAL = re.compile(r"\b(1)(er|re)\b|\b(\d{1,2})(e)\b")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip
HOUR, MINUTE = 3600, 60


def french(value: Any) -> Markup:
    """Any text as it is shown: escaped, then spaced, curved and raised."""
    if value is None:
        return Markup("")
    escaped = str(escape(value))
    for mark in _APOSTROPHES:
        escaped = escaped.replace(mark, "’")
    parts = _MARKUP.split(escaped)
    return Markup("".join(part if place % 2 else _spaced(part) for place, part in enumerate(parts)))  # noqa: S704


def _spaced(text: str) -> str:
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return _ORDINAL.sub(_raised, text)


def _raised(match: re.Match[str]) -> str:
    number, ending = match.group(1) or match.group(3), match.group(2) or match.group(4)
    return f"{number}<sup>{ending}</sup>"


def number(value: float | int | None, digits: int = 1) -> Markup:
    """A number with a decimal comma and thin spaces: 12,5, 2 300. Whole numbers keep no decimals."""
    if value is None:
        return Markup("–")
    whole = float(value).is_integer()
    text = f"{value:,.0f}" if whole else f"{value:,.{digits}f}"
    return Markup(text.replace(",", THIN).replace(".", ","))  # noqa: S704


def mark_out_of(value: float | None, out_of: int = 20) -> Markup:
    """A mark: 12,5/20."""
    return Markup("{}/{}").format(number(value), out_of)


def elapsed(seconds: float | None) -> str:
    """Seconds as a clock: 4:26, 1:02:05."""
    if seconds is None:
        return ""
    whole = int(seconds)
    hours, minutes, rest = whole // HOUR, whole % HOUR // MINUTE, whole % MINUTE
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def duration(seconds: float | None) -> Markup:
    """Seconds as words: 9 min 52 s."""
    if seconds is None:
        return Markup("–")
    minutes, rest = divmod(int(seconds), MINUTE)
    text = f"{minutes} min {rest:02} s" if minutes else f"{rest} s"
    return french(text)


def day(value: datetime | str) -> Markup:
    """A date in full: 23 novembre 2026, 1er novembre 2026."""
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    first = "1er" if when.day == 1 else str(when.day)
    return french(f"{first}{NBSP}{_MONTHS[when.month - 1]} {when.year}")


def short_day(value: datetime) -> Markup:
    """A date in short: 18 nov."""
    return french(f"{value.day}{NBSP}{_SHORT_MONTHS[value.month - 1]}")


def hour(value: datetime) -> Markup:
    """A time of day: 9 h 05."""
    return french(f"{value.hour}{NBSP}h{NBSP}{value.minute:02}")


def capital(value: str) -> str:
    """First letter in upper case, the rest as written."""
    return value[:1].upper() + value[1:]


def small(value: str) -> str:
    """First letter in lower case, the rest as written."""
    return value[:1].lower() + value[1:]


FILTERS: dict[str, Callable[..., Any]] = {
    "fr": french,
    "num": number,
    "out_of": mark_out_of,
    "elapsed": elapsed,
    "duration": duration,
    "day": day,
    "short_day": short_day,
    "hour": hour,
    "capital": capital,
    "small": small,
}
"""What a Jinja environment of ours needs: ``environment.filters.update(FILTERS)``."""
