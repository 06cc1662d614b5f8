"""Assess an ended interview. A failure of the engine is told as such; it is never a mark."""

import logging

from server.domain.analysis import read_transcript
from server.domain.assessment import assess as judge
from server.domain.assessment.model import Assessment
from server.domain.errors import EntretienError
from server.domain.events import AssessmentFailed, AssessmentReady, Event, Recorded
from server.domain.interview import fold, transcript_of
from server.usecases.content import rubric_of, scenario_of
from server.usecases.ports import Engine

log = logging.getLogger(__name__)
FAILED = "L'analyse n'a pas abouti. Vos paroles sont gardées ; relancez-la depuis le débrief."


def assess(engine: Engine, interview_id: str) -> list[Recorded]:
    """Make the assessment of an interview and append it to its log."""
    header = engine.store.header(interview_id)
    scenario, rubric = scenario_of(engine, header), rubric_of(engine, header)
    interview = fold(engine.store.read(interview_id), scenario)
    transcript = transcript_of(interview, interview_id)
    event: Event
    try:
        readings = read_transcript(transcript, scenario, engine.library.catalogue, engine.library.lexicon)
        assessment: Assessment = judge(
            transcript,
            scenario,
            rubric,
            engine.library.catalogue,
            readings,
            moves=interview.moves,
            rubric_hash=header.rubric_hash,
            scenario_hash=header.scenario_hash,
        )
        event = AssessmentReady(assessment=assessment.model_dump(mode="json", by_alias=True))
    except EntretienError as error:
        event = AssessmentFailed(message=error.message)
    except (ValueError, LookupError, ArithmeticError) as error:
        log.error("assessment of %s failed: %s", interview_id, type(error).__name__)
        event = AssessmentFailed(message=FAILED)
    return engine.store.append(interview_id, interview.seq, engine.clock(), [event])
