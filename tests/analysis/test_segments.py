"""Segments cover the turn, with and without punctuation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.analysis.segments import Segmenter
from server.domain.analysis.spelling import Speller
from server.domain.lexicon import Lexicon
from server.domain.phrases import tokens


@pytest.fixture(scope="module")
def segmenter(lexicon: Lexicon) -> Segmenter:
    return Segmenter(lexicon.markers, Speller(lexicon.spelling))


def test_decimals_do_not_cut(segmenter: Segmenter) -> None:
    assert len(segmenter.cut("C'est 2,50 % net, 1.50 avant.")) == 1


def test_a_turn_without_punctuation_is_cut(segmenter: Segmenter) -> None:
    text = (
        "d'accord je comprends donc vous avez quitté le studio et du coup est-ce que vous êtes assurée là-bas"
    )
    pieces = segmenter.cut(text)
    assert len(pieces) >= 2
    assert pieces[-1].asks


def test_an_invitation_is_seen(segmenter: Segmenter) -> None:
    assert segmenter.cut("Parlez-moi de votre projet.")[0].invites


@given(st.text(max_size=200))
def test_segments_are_slices_and_cover_every_word(segmenter: Segmenter, text: str) -> None:
    pieces = segmenter.cut(text)
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)
    covered = dict.fromkeys(t.start for piece in pieces for t in piece.tokens if t.word[0].isalnum())
    assert list(covered) == [token.start for token in tokens(text) if token.word[0].isalnum()]
