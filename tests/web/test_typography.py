"""French typography at render: spaces, ordinals, numbers; whatever is typed stays text."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from server.entrypoints.web.typography import (
    FILTERS,
    NBSP,
    THIN,
    capital,
    day,
    duration,
    elapsed,
    french,
    hour,
    mark_out_of,
    number,
    short_day,
    small,
)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ça va ?", f"Ça va{THIN}?"),
        ("Ça va?", f"Ça va{THIN}?"),
        ("Bravo !", f"Bravo{THIN}!"),
        ("un ; deux", f"un{THIN}; deux"),
        ("ainsi : oui", f"ainsi{NBSP}: oui"),
        ("ainsi: oui", f"ainsi{NBSP}: oui"),
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("«oui»", f"«{NBSP}oui{NBSP}»"),
        ("2 300 €", f"2{THIN}300{NBSP}€"),
        ("22 950€", f"22{THIN}950{NBSP}€"),
        ("15,90 %", f"15,90{NBSP}%"),
        ("le 1er novembre", "le 1<sup>er</sup> novembre"),
        ("la 1re et la 2e", "la 1<sup>re</sup> et la 2<sup>e</sup>"),
        ("9 h 05", f"9{NBSP}h{NBSP}05"),
        ("l'appli", "l’appli"),
        ("à 13:50", "à 13:50"),
        ("http://x.fr/?a=1;b=2", "http://x.fr/?a=1;b=2"),
        ("RFR 14 000 en 2026", f"RFR 14{THIN}000 en 2026"),
    ],
)
def test_french(written: str, shown: str) -> None:
    assert french(written) == Markup(shown)


def test_markup_is_escaped_first_and_entities_survive() -> None:
    shown = french("<script>alert('x') ; 1 & 2</script>")
    assert isinstance(shown, Markup)
    assert "<script>" not in shown
    assert shown == Markup(f"&lt;script&gt;alert(’x’){THIN}; 1 &amp; 2&lt;/script&gt;")


def test_markup_given_as_markup_keeps_its_tags() -> None:
    assert french(Markup("<em>oui</em> ?")) == Markup(f"<em>oui</em>{THIN}?")


def test_nothing_is_nothing() -> None:
    assert french(None) == ""


@given(st.text(max_size=200))
def test_no_text_opens_a_tag(text: str) -> None:
    shown = french(text)
    bare = shown.replace("<sup>", "").replace("</sup>", "")
    assert "<" not in bare
    assert ">" not in bare


@given(st.text(max_size=200))
def test_letters_are_kept_in_order(text: str) -> None:
    def letters(value: str) -> str:
        return "".join(char for char in value if char.isalnum())

    assert letters(str(french(text).striptags())) == letters(str(Markup(escape(text)).striptags()))


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12.66, "12,7"), (12.0, "12"), (2300, f"2{THIN}300"), (0, "0"), (None, "–"), (12.5, "12,5")],
)
def test_number(value: float | None, shown: str) -> None:
    assert number(value) == shown


def test_mark() -> None:
    assert mark_out_of(12.5) == "12,5/20"


@pytest.mark.parametrize(("seconds", "shown"), [(None, ""), (0, "0:00"), (266.4, "4:26"), (3725, "1:02:05")])
def test_elapsed(seconds: float | None, shown: str) -> None:
    assert elapsed(seconds) == shown


def test_duration() -> None:
    assert duration(592) == f"9{NBSP}min 52{NBSP}s"
    assert duration(None) == "–"


def test_dates() -> None:
    at = datetime(2026, 11, 1, 9, 5, tzinfo=UTC)
    assert day(at) == f"1<sup>er</sup>{NBSP}novembre 2026"
    assert day("2026-11-23") == f"23{NBSP}novembre 2026"
    assert short_day(at) == f"1{NBSP}nov."
    assert hour(at) == f"9{NBSP}h{NBSP}05"


def test_letter_case() -> None:
    assert capital("élan") == "Élan"
    assert small("Élan") == "élan"
    assert capital("") == ""


def test_filters_are_named() -> None:
    assert {"fr", "num", "out_of", "elapsed", "duration", "day", "short_day", "hour"} <= set(FILTERS)
