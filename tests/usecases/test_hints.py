"""Hints are questions to oneself: never an order, never a line to say."""

from server.adapters.content.library import FileLibrary


def test_every_hint_is_a_question_about_the_next_move(library: FileLibrary) -> None:
    for name, texts in library.hints.model_dump().items():
        assert len(texts) >= 2, name
        for text in texts:
            assert text.rstrip().endswith("?"), text
            assert "«" not in text, text


def test_no_hint_holds_a_clients_words_or_supposes_a_man(library: FileLibrary) -> None:
    told = " ".join(text for texts in library.hints.model_dump().values() for text in texts).lower()
    assert " il " not in f" {told} ".replace("y a-t-il", "")
    for scenario in library.scenarios():
        for fact in scenario.facts:
            assert not any(anchor.lower() in told for anchor in fact.anchors if len(anchor) > 6)
