"""What one reader, person or engine, says of one transcript, in a form that two readers share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.domain.agreement.gold import Annotation, GoldItem
from server.domain.assessment.model import Assessment
from server.domain.transcript import Register, Transcript, infer_register

NEUTRAL_ACT = "AUTRE"


@dataclass(frozen=True, slots=True)
class Opinion:
    """Levels and supporting turns by criterion, advisor turns by act. A null level is no opinion."""

    levels: Mapping[str, int | None]
    proofs: Mapping[str, frozenset[int]]
    acts: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True)
class Case:
    """One transcript: how many advisor turns it has, and every opinion on it."""

    id: str
    scenario: str
    register: Register
    turns: int
    annotators: Mapping[str, Opinion]
    engine: Opinion


def case_of(item: GoldItem, assessment: Assessment) -> Case:
    """The annotations of a transcript beside the engine's assessment of it."""
    transcript = item.transcript
    advisor = frozenset(turn.n for turn in transcript.advisor_turns)
    return Case(
        id=transcript.id,
        scenario=transcript.scenario,
        register=_register(transcript),
        turns=len(advisor),
        annotators={name: _of_annotation(a, advisor) for name, a in item.annotations.items()},
        engine=_of_assessment(assessment, advisor),
    )


def _register(transcript: Transcript) -> Register:
    return transcript.register_ or infer_register(transcript.turns, transcript.channel)


def _of_annotation(annotation: Annotation, advisor: frozenset[int]) -> Opinion:
    return Opinion(
        levels={name: marked.level for name, marked in annotation.criteria.items()},
        proofs={name: frozenset(marked.turns) for name, marked in annotation.criteria.items()},
        acts=_bearing(((n, mark.act) for n, marks in annotation.acts.items() for mark in marks), advisor),
    )


def _of_assessment(assessment: Assessment, advisor: frozenset[int]) -> Opinion:
    return Opinion(
        levels={judged.id: judged.level for judged in assessment.criteria},
        proofs={
            judged.id: frozenset(e.turn for e in judged.evidence if e.polarity == "+")
            for judged in assessment.criteria
        },
        acts=_bearing(((act.turn, act.act) for act in assessment.acts), advisor),
    )


def _bearing(acts: Iterable[tuple[int, str]], advisor: frozenset[int]) -> dict[str, frozenset[int]]:
    turns: dict[str, set[int]] = defaultdict(set)
    for turn, code in acts:
        if turn in advisor and code != NEUTRAL_ACT:
            turns[code].add(turn)
    return {code: frozenset(found) for code, found in turns.items()}
