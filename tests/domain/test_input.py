"""What may be said: text of a sane length, no control characters, normal form."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.errors import BadInput, TooLarge
from server.domain.input import MAX_CHARS, said_text
from server.domain.text import Span, fold


@pytest.mark.parametrize("raw", ["", "   ", "\n\t", "bon\x00jour", "bip\x07", "\x1b[31mrouge", "a\x7fb"])
def test_refused(raw: str) -> None:
    with pytest.raises(BadInput):
        said_text(raw)


def test_too_long() -> None:
    with pytest.raises(TooLarge):
        said_text("a" * (MAX_CHARS + 1))


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_kept_as_said_in_normal_form(text: str) -> None:
    kept = unicodedata.normalize("NFC", text).strip()
    if kept:
        assert said_text(text) == kept


@given(st.text(max_size=200))
def test_folding_keeps_offsets(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text(min_size=1, max_size=80), st.data())
def test_a_span_always_quotes_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if text[start:end].strip():
        span = Span.of(text, start, end)
        assert text[span.start : span.end] == span.quote
        assert span.holds_in(text)
    else:
        with pytest.raises(ValueError, match="blanks"):
            Span.of(text, start, end)
