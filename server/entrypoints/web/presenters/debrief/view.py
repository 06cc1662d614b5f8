"""The debrief of one interview, from what was said, what was judged and the client's own log."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from server.domain.analysis.acts import Reading
from server.domain.assessment.model import Assessment
from server.domain.catalogue import Catalogue
from server.domain.client.move import Move
from server.domain.events import Mode
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.criteria import (
    changes_of,
    claims_view,
    criterion_views,
    priority_views,
    total_of,
)
from server.entrypoints.web.presenters.debrief.hidden import doors_of, fact_views, objection_views, told_facts
from server.entrypoints.web.presenters.debrief.margins import Sources
from server.entrypoints.web.presenters.debrief.model import DebriefView
from server.entrypoints.web.presenters.debrief.play import scenes_of
from server.entrypoints.web.presenters.debrief.ribbon import ribbon_of
from server.entrypoints.web.presenters.debrief.scenes import stretches, whole
from server.entrypoints.web.presenters.prepare import gender_of
from server.entrypoints.web.presenters.shared import BranchOrigin, HintLine, caller_of, kind_of, sigs_of

WRITTEN = "ECR"


def debrief_view(
    scenario: Scenario,
    rubric: Rubric,
    catalogue: Catalogue,
    transcript: Transcript,
    assessment: Assessment,
    moves: Sequence[Move],
    readings: Sequence[Reading],
    mode: Mode,
    interview_id: str | None,
    *,
    themes: Mapping[str, str] | None = None,
    started: datetime | None = None,
    attempt: int = 1,
    attempts: int = 1,
    origin: BranchOrigin | None = None,
    before: Assessment | None = None,
    beside: str | None = None,
    hints: Sequence[HintLine] = (),
) -> DebriefView:
    """Everything the debrief shows.

    ``themes`` names the themes of hidden facts in French; ``before`` is the assessment of the interview that
    this one replays, when it is a branch.
    """
    replays = interview_id is not None and mode == "training"
    sigs = sigs_of(rubric)
    told = told_facts(scenario, transcript, moves, readings)
    kind = kind_of(rubric)
    cuts = whole(transcript) if kind == WRITTEN else stretches(transcript, readings, moves)
    criteria = criterion_views(assessment, rubric, sigs, transcript, replays)
    priorities = priority_views(assessment, sigs, transcript, replays)
    sources = Sources(scenario, transcript, assessment, moves, sigs, told, replays)
    objections = objection_views(scenario, transcript, moves, readings, replays)
    missed = [(move.turn, "fact", 0) for key, move in doors_of(moves).items() if key not in told]
    looks = [*((item.turn, "priority", item.rank) for item in priorities), *missed]
    record = transcript.client_record or {}
    return DebriefView(
        interview=interview_id,
        kind=kind,
        title=scenario.title,
        rubric=rubric.title,
        mode=mode,
        caller=caller_of(scenario),
        client_gender=gender_of(scenario),
        started=started,
        seconds=transcript.turns[-1].at if transcript.turns else None,
        turns=len(transcript.turns),
        attempt=attempt,
        attempts=attempts,
        beside=beside,
        hints=tuple(hints),
        origin=origin,
        changes=changes_of(criteria, before),
        summary=assessment.summary,
        priorities=priorities,
        criteria=criteria,
        total=total_of(assessment, criteria),
        ribbon=ribbon_of(scenario, transcript, readings, moves, cuts, looks),
        sigs=tuple(item.sig for item in criteria),
        scenes=scenes_of(sources, cuts),
        facts=fact_views(scenario, transcript, moves, told, dict(themes or {}), replays),
        objections=objections,
        silent_objections=max(0, len(scenario.objections) - len(objections)) if moves else 0,
        claims=claims_view(assessment, catalogue),
        obligations=assessment.obligations,
        unscored=tuple(item for item in criteria if item.level.value is None),
        record=tuple((item.label, str(record[item.id])) for item in scenario.record if record.get(item.id)),
        has_record=bool(scenario.record),
        warnings=assessment.warnings,
        engine=assessment.engine.name,
        catalogue_date=catalogue.date,
        trust_shown=bool(moves),
    )
