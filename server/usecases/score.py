"""Score a transcript that comes from anywhere: a file, a simulation, a sample."""

from collections.abc import Sequence

from server.domain.analysis import read_transcript
from server.domain.analysis.acts import Reading
from server.domain.assessment import assess
from server.domain.assessment.model import Assessment
from server.domain.client.move import Move
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript
from server.usecases.content import hash_of
from server.usecases.ports import Library


def score(
    library: Library,
    transcript: Transcript,
    scenario: Scenario | None = None,
    moves: Sequence[Move] | None = None,
) -> tuple[Assessment, tuple[Reading, ...]]:
    """The assessment of a transcript and the readings it rests on. Raises NotFound for an unknown scenario."""
    scenario = scenario or library.scenario(transcript.scenario)
    rubric = library.rubric(scenario.rubric)
    readings = read_transcript(transcript, scenario, library.catalogue, library.lexicon)
    assessment = assess(
        transcript,
        scenario,
        rubric,
        library.catalogue,
        readings,
        moves=moves,
        rubric_hash=hash_of(rubric),
        scenario_hash=hash_of(scenario),
    )
    return assessment, readings
