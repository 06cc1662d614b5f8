"""Quick spelling is read in full; places and ordinary words are untouched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.adapters.content.library import FileLibrary
from server.domain.analysis.spelling import Speller
from server.domain.phrases import tokens


@pytest.fixture(scope="module")
def speller(library: FileLibrary) -> Speller:
    return Speller(library.lexicon.spelling)


def words(speller: Speller, text: str) -> str:
    return " ".join(token.word for token in speller.spelled(text, tokens(text)))


def test_a_hurried_question_is_spelled_out(speller: Speller) -> None:
    assert words(speller, "jvoulais savoir pr qd vs partez") == "je voulais savoir pour quand vous partez"
    assert words(speller, "c koi le pb ?") == "c est quoi le probleme ?"


def test_a_word_with_two_meanings_needs_its_neighbour(speller: Speller) -> None:
    assert words(speller, "cb de km par an") == "combien de km par an"
    assert words(speller, "votre cb est bloquée") == "votre cb est bloquee"


def test_ordinary_french_is_left_alone(speller: Speller) -> None:
    text = "C'est le justificatif de juillet, j'ai joint la page."
    assert words(speller, text) == " ".join(token.word for token in tokens(text))


@given(st.text(alphabet="abcjpqrsv' .", max_size=60))
def test_every_word_keeps_its_place(speller: Speller, text: str) -> None:
    said = tokens(text)
    assert list(dict.fromkeys(t.start for t in speller.spelled(text, said))) == [t.start for t in said]
