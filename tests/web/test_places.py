"""Marks over a text: cut, never nested, nothing lost."""

from hypothesis import given
from hypothesis import strategies as st

from server.entrypoints.web.presenters.debrief.places import (
    Mark,
    cut,
    in_context,
    opening_words,
    sentence_around,
)

TEXT = "Bonjour Madame. Vous avez un plancher, un niveau ? Dites-moi."


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(alphabet="ab .?é", min_size=1, max_size=40))
    marks = []
    for place in range(draw(st.integers(0, 6))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, f"n{place}", f"c{place % 8 + 1}", "Ac"))
    return text, marks


@given(marked())
def test_pieces_are_the_text_and_every_mark_has_its_call(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    pieces = cut(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    called = [ref.link for piece in pieces for ref in piece.refs]
    assert sorted(called) == sorted(mark.link for mark in marks)


@given(marked())
def test_a_mark_links_exactly_its_words(case: tuple[str, list[Mark]]) -> None:
    text, marks = case
    for mark in marks:
        linked = "".join(piece.text for piece in cut(text, marks) if mark.link in piece.links)
        assert linked == text[mark.start : mark.end]


def test_where_two_meet_the_shorter_shows() -> None:
    pieces = cut("abcdef", [Mark(0, 6, "n1", "c1", "Ac"), Mark(2, 4, "n2", "c2", "Di", minus=True)])
    assert [(piece.text, piece.ink, piece.minus) for piece in pieces] == [
        ("ab", "c1", False),
        ("cd", "c2", True),
        ("ef", "c1", False),
    ]
    assert [ref.code for ref in pieces[1].refs] == ["Di"]
    assert [ref.code for ref in pieces[2].refs] == ["Ac"]


def test_same_words_for_two_criteria_carry_both_calls() -> None:
    (piece,) = cut("abc", [Mark(0, 3, "n1", "c1", "Ac"), Mark(0, 3, "n2", "c2", "Di")])
    assert piece.links == ("n1", "n2")
    assert [ref.code for ref in piece.refs] == ["Ac", "Di"]


def test_sentence_around() -> None:
    start = TEXT.index("un plancher")
    first, last = sentence_around(TEXT, start, start + 11)
    assert TEXT[first:last] == "Vous avez un plancher, un niveau ?"


def test_context_keeps_the_quote_and_shortens_the_rest() -> None:
    text = "mot " * 80 + "franchise cent cinquante" + " mot" * 80
    start = text.index("franchise")
    before, quote, after = in_context(text, start, start + 24)
    assert quote == "franchise cent cinquante"
    assert before.startswith("[…] mot")
    assert after.endswith("mot […]")
    assert len(before) < 130


def test_opening_words() -> None:
    assert opening_words("Oui.") == "Oui."
    assert opening_words("Oui. " + "mot " * 60) == "Oui."
