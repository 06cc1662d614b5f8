"""Assess an ended interview. A failure of the engine is told as such; it is never a mark."""

import logging

from server.domain.analysis import read_transcript
from server.domain.assessment import assess as judge
from server.domain.assessment.model import Assessment
from server.domain.errors import Conflict, EntretienError
from server.domain.events import AssessmentFailed, AssessmentReady, Event, Recorded
from server.domain.interview import Interview, fold, transcript_of
from server.usecases.content import rubric_of, scenario_of
from server.usecases.ports import Engine, Header

log = logging.getLogger(__name__)
FAILED = "L'analyse n'a pas abouti. Vos paroles sont gardées ; relancez-la depuis le débrief."


TRIES = 5


def assess(engine: Engine, interview_id: str) -> list[Recorded]:
    """Make the assessment of an interview and append it to its log; nothing when it is there already.

    A client record filled meanwhile is taken in: the assessment is made again from the log.
    """
    for tries_left in reversed(range(TRIES)):
        header = engine.store.header(interview_id)
        if header.assessed:
            return []
        interview = fold(engine.store.read(interview_id), scenario_of(engine, header))
        event = _assessed(engine, header, interview)
        try:
            return engine.store.append(
                interview_id, interview.seq, max(engine.clock(), interview.at), [event]
            )
        except Conflict:
            if not tries_left:
                raise
    return []


def _assessed(engine: Engine, header: Header, interview: Interview) -> Event:
    scenario, rubric = scenario_of(engine, header), rubric_of(engine, header)
    transcript = transcript_of(interview, header.id)
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
        return AssessmentReady(assessment=assessment.model_dump(mode="json", by_alias=True))
    except EntretienError as error:
        return AssessmentFailed(message=error.message)
    except (ValueError, LookupError, ArithmeticError) as error:
        log.error("assessment of %s failed: %s", header.id, type(error).__name__)
        return AssessmentFailed(message=FAILED)
