"""The debrief of every shipped client, judged by the real engine: whole text, held quotes, sound page."""

import pytest

from server.domain.exchange import Stage
from server.entrypoints.web.presenters import debrief_view
from server.entrypoints.web.presenters.debrief import DebriefView
from server.usecases.score import score
from server.usecases.simulate import play_lines, transcript_of
from tests.web.stage import ROOT, library, render
from tests.web.test_pages import Outline

SCRIPTS = sorted((ROOT / "transcripts" / "scripts").glob("*.txt"))
SEED = 7


def debrief(name: str) -> DebriefView:
    content = library()
    scenario = content.scenario(name.split(".")[0])
    stage = Stage(scenario, content.catalogue, content.lexicon, content.client_defaults)
    lines = (ROOT / "transcripts" / "scripts" / name).read_text(encoding="utf-8").splitlines()
    play = play_lines(stage, [line for line in lines if line.strip()], SEED)
    transcript = transcript_of(play, "essai")
    assessment, readings = score(content, transcript, scenario, play.moves)
    view = debrief_view(
        scenario,
        content.rubric(scenario.rubric),
        content.catalogue,
        transcript,
        assessment,
        play.moves,
        readings,
        "training",
        "i1",
    )
    said = ["".join(piece.text for piece in turn.pieces) for scene in view.scenes for turn in scene.turns]
    assert said == [turn.text for turn in transcript.turns]
    return view


@pytest.mark.parametrize("name", [path.name for path in SCRIPTS])
def test_debrief(name: str) -> None:
    view = debrief(name)
    page = Outline()
    page.feed(render("debrief.html", view))
    assert page.open == []
    assert page.forbidden == []
    assert len(page.ids) == len(set(page.ids))
    assert set(page.refers) - set(page.ids) == set()
    assert len(view.criteria) == len(library().scenario(name.split(".")[0]).criteria)
    assert len({item.sig.ink for item in view.criteria}) == len(view.criteria)
