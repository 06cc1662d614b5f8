"""The same sentence never comes twice, however long and dull the interview; same seed, same words."""

import pytest

from server.adapters.content.library import FileLibrary
from server.domain.exchange import Stage
from server.usecases.simulate import play_lines

DULL = ["ok", "d'accord", "hm", "et sinon ?", "vous pouvez préciser ?", "bien", "je vois"] * 3


@pytest.mark.parametrize("client", ["AC-01", "EC-03", "ECR-01", "REC-02"])
def test_no_reply_comes_twice(library: FileLibrary, client: str) -> None:
    stage = Stage(library.scenario(client), library.catalogue, library.lexicon, library.client_defaults)
    for seed in range(3):
        said = [turn.text for turn in play_lines(stage, DULL, seed).turns if turn.speaker == "client"]
        assert len(said) == len(set(said))


def test_same_seed_same_words_and_another_seed_others(stage: Stage) -> None:
    lines = ["Bonjour, vous avez un moment ?", "Qu'est-ce qui a changé ?", "Et votre logement ?"]
    first, again, other = (play_lines(stage, lines, seed).turns for seed in (1, 1, 2))
    assert first == again
    assert [turn.text for turn in first] != [turn.text for turn in other]
