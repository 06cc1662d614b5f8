"""The assessment of a transcript by the rules of a rubric: pure, deterministic, each level quoted."""

from collections.abc import Sequence

from server.domain.analysis.acts import Reading
from server.domain.assessment.model import Assessment
from server.domain.catalogue import Catalogue
from server.domain.client.move import Move
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript


def assess(
    transcript: Transcript,
    scenario: Scenario,
    rubric: Rubric,
    catalogue: Catalogue,
    readings: Sequence[Reading],
    *,
    moves: Sequence[Move] | None = None,
    rubric_hash: str = "",
    scenario_hash: str = "",
) -> Assessment:
    """Judge a transcript. ``moves`` is the director's log when the client was simulated."""
    raise NotImplementedError
