"""The phrase index finds what the slow phrase language finds, and keeps word order where asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.analysis.matcher import PhraseIndex
from server.domain.phrases import find, tokens

WORDS = ["un", "moment", "vous", "derange", "derangez", "bon", "le", "temps", "appel"]
PHRASES = ["un moment", "vous deran*", "bon moment", "le temps", "appel*", "moment"]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
def test_loose_phrases_agree_with_the_phrase_language(words: list[str]) -> None:
    index: PhraseIndex[str] = PhraseIndex()
    for phrase in PHRASES:
        index.add_loose([phrase], phrase)
    sentence = tokens(" ".join(words))
    expected = {phrase for phrase in PHRASES if find(phrase, sentence)}
    assert {hit.payload for hit in index.hits(sentence)} == expected


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("je vous propose", "alors je vous propose le livret", True),
        ("je vous propose", "vous propose-je", False),
        ("je suis votre … conseill*", "je suis votre toute nouvelle conseillère", True),
        ("je suis votre … conseill*", "je suis votre ami et je ne connais pas de bon conseiller", False),
        ("felicitation*", "Félicitations !", True),
    ],
)
def test_wordings_keep_order(wording: str, text: str, found: bool) -> None:
    index: PhraseIndex[str] = PhraseIndex()
    index.add_wording([wording], "x")
    assert index.any(tokens(text)) is found
