"""The assessment of a transcript by the rules of a rubric: pure, deterministic, each level quoted."""

from collections.abc import Sequence

from server import __version__
from server.domain.analysis.acts import Reading
from server.domain.assessment.marks import priorities, score
from server.domain.assessment.model import Assessment, Engine, Judgement
from server.domain.assessment.occasions import missed
from server.domain.assessment.picture import Picture, look
from server.domain.assessment.proofs import evidence
from server.domain.assessment.verdicts import Verdict, judge
from server.domain.assessment.wording import next_step, rationale, summary, warnings
from server.domain.catalogue import Catalogue
from server.domain.client.move import Move
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript

_LEAST_TURNS = 2
_SURE = 0.9
_UNSURE = 0.45


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
    """Judge a transcript. ``moves`` is the director's log when the client was simulated.

    ``readings`` has one reading a turn, in order. The hashes stamp what was used; nothing is read from them.
    """
    picture = look(transcript, scenario, rubric, catalogue, readings, moves)
    judgements = tuple(
        _judgement(judge(criterion, picture), picture) for criterion in rubric.observed(scenario.criteria)
    )
    short = len(picture.advisor) < _LEAST_TURNS
    return Assessment(
        format="assessment/1",
        transcript=transcript.id,
        scenario=scenario.id,
        rubric=rubric.id,
        engine=Engine(
            name="rules", version=__version__, rubric_hash=rubric_hash, scenario_hash=scenario_hash
        ),
        acts=tuple(act for reading in readings for act in reading.acts),
        criteria=judgements,
        claims=picture.claims,
        obligations=picture.obligations,
        priorities=priorities(judgements, picture),
        summary=summary(judgements, rubric),
        score=score(judgements, rubric),
        warnings=warnings(picture.claims, picture.obligations, picture.recited, short, rubric),
    )


def _judgement(verdict: Verdict, picture: Picture) -> Judgement:
    criterion, feedback = verdict.criterion, picture.rubric.feedback
    silent = not picture.advisor
    if silent or verdict.level is None:
        reason = feedback.say("no_advisor") if silent else rationale(verdict, feedback)
        return Judgement(
            id=criterion.id,
            official=criterion.official,
            level=None,
            unscored="no_opportunity",
            reason=reason,
            confidence=_SURE,
            rationale=reason,
        )
    return Judgement(
        id=criterion.id,
        official=criterion.official,
        level=verdict.level,
        capped=verdict.cap.why if verdict.cap else None,
        confidence=confidence(verdict),
        evidence=evidence(verdict, picture),
        missed=missed(verdict, picture),
        rationale=rationale(verdict, feedback),
        next_step=next_step(verdict),
    )


def confidence(verdict: Verdict) -> float:
    """How far the level is from its neighbours: the share of its deciding checks that are not on the edge."""
    deciding = [*verdict.supporting(), *verdict.lacking()]
    if not deciding:
        return _UNSURE
    clear = sum(abs(r.found.value - r.check.at_least) >= 1 or r.found.value == 0 for r in deciding)
    return round(_UNSURE + (_SURE - _UNSURE) * clear / len(deciding), 2)
