"""What a learner owns, read for the pages: interviews folded from their log, attempts, debriefs."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from server.domain.assessment.model import Assessment
from server.domain.events import HintGiven
from server.domain.interview import Interview, fold, transcript_of
from server.domain.scenario import Scenario
from server.entrypoints.web import presenters
from server.entrypoints.web.presenters import Attempt, BranchOrigin, HintLine
from server.entrypoints.web.presenters.debrief import DebriefView
from server.entrypoints.web.services import Services
from server.usecases.content import rubric_of, scenario_of
from server.usecases.open_interview import own_header
from server.usecases.ports import Header


@dataclass(frozen=True, slots=True)
class Own:
    """One's own interview, with the hints asked for in it."""

    header: Header
    scenario: Scenario
    interview: Interview
    hints: tuple[HintLine, ...]


def read_whole(house: Services, owner: str, interview_id: str) -> Own:
    """One's own interview, folded. Raises NotFound."""
    header = own_header(house.engine, owner, interview_id)
    scenario = scenario_of(house.engine, header)
    log = house.engine.store.read(interview_id)
    hints = tuple(
        HintLine(item.event.turn, item.event.text) for item in log if isinstance(item.event, HintGiven)
    )
    return Own(header, scenario, fold(log, scenario), hints)


def debrief_of(house: Services, owner: str, own: Own) -> DebriefView | None:
    """The debrief of an interview; None while its assessment is not there."""
    header, interview = own.header, own.interview
    if interview.assessment is None:
        return None
    ranks = [item.id for item in same_scenario(house, owner, header)]
    origin = origin_of(interview)
    return presenters.debrief_view(
        own.scenario,
        rubric_of(house.engine, header),
        house.engine.library.catalogue,
        transcript_of(interview, header.id),
        Assessment.model_validate(interview.assessment),
        interview.moves,
        interview.readings,
        header.mode,
        header.id,
        themes=theme_names(house),
        started=moment(interview.opened_at),
        attempt=ranks.index(header.id) + 1 if header.id in ranks else 1,
        attempts=max(1, len(ranks)),
        beside=_beside(house, ranks, header.id, origin),
        origin=origin,
        before=_assessment(house, owner, origin.interview) if origin else None,
        hints=own.hints,
    )


def _beside(house: Services, ranks: list[str], interview_id: str, origin: BranchOrigin | None) -> str | None:
    """The interview to read this one beside: its origin, else the attempt before, else the one after."""
    others = [origin.interview] if origin else []
    if interview_id in ranks:
        place = ranks.index(interview_id)
        others += [*reversed(ranks[:place]), *ranks[place + 1 :]]
    return next((other for other in others if house.engine.store.header(other).assessed), None)


def origin_of(interview: Interview) -> BranchOrigin | None:
    """Where a branch comes from; None for an interview of its own."""
    opened = interview.opened
    if opened is None or not opened.branched_from or not opened.branched_turn:
        return None
    return BranchOrigin(opened.branched_from, opened.branched_turn)


def _assessment(house: Services, owner: str, interview_id: str) -> Assessment | None:
    """The assessment of the interview a branch comes from, if it has one."""
    first = read_whole(house, owner, interview_id).interview
    return Assessment.model_validate(first.assessment) if first.assessment else None


def now_of(house: Services) -> datetime:
    """The present moment, from the engine's clock."""
    return moment(house.engine.clock())


def moment(seconds: float) -> datetime:
    """Seconds since the epoch as a date."""
    return datetime.fromtimestamp(seconds, UTC)


def theme_names(house: Services) -> dict[str, str]:
    """Themes in French."""
    return {theme.id: theme.label for theme in house.engine.library.lexicon.themes}


def same_scenario(house: Services, owner: str, header: Header) -> list[Header]:
    """A person's interviews on one scenario, oldest first."""
    own = house.engine.store.headers(owner)
    return [item for item in reversed(own) if item.scenario == header.scenario]


def attempts_of(house: Services, owner: str) -> list[Attempt]:
    """A person's interviews with their assessments, newest first; folded again only when they have grown."""
    return [
        house.attempts.get(header.id, header.last_seq, partial(_read_attempt, house, header))
        for header in house.engine.store.headers(owner)
    ]


def _read_attempt(house: Services, header: Header) -> Attempt:
    scenario = scenario_of(house.engine, header)
    return _attempt(header, scenario, fold(house.engine.store.read(header.id), scenario))


def _attempt(header: Header, scenario: Scenario, interview: Interview) -> Attempt:
    opened = interview.opened
    assessed = interview.assessment
    return Attempt(
        id=header.id,
        scenario=header.scenario,
        mode=header.mode,
        at=moment(header.created_at),
        ended=interview.ended is not None,
        turns=len(interview.turns),
        assessment=Assessment.model_validate(assessed) if assessed else None,
        branched_from=opened.branched_from if opened else None,
        branched_turn=opened.branched_turn if opened else None,
        facts_found=len(interview.client.revealed),
        facts_total=len(scenario.facts),
        hints=interview.hints,
        recorded=bool(interview.record),
    )
