"""Open an interview, or a branch of one."""

from server.domain.client.director import open_interview as first_move
from server.domain.errors import NotAllowed, NotFound
from server.domain.events import Event, InterviewOpened, Mode, MoveChosen
from server.domain.interview import prefix
from server.domain.scenario import Scenario
from server.domain.transcript import Channel
from server.usecases.content import body_of, hash_of, rubric_of, scenario_of
from server.usecases.ports import Engine, Header


def open_interview(
    engine: Engine, owner: str, scenario_id: str, mode: Mode, channel: Channel | None = None
) -> Header:
    """Start a new interview. Raises NotFound for an unknown scenario."""
    scenario = engine.library.scenario(scenario_id)
    rubric = engine.library.rubric(scenario.rubric)
    now = engine.clock()
    header = Header(
        id=engine.new_id(),
        owner=owner,
        scenario=scenario.id,
        scenario_hash=hash_of(scenario),
        rubric_hash=hash_of(rubric),
        mode=mode,
        epoch=engine.new_id(),
        created_at=now,
        ended=False,
        assessed=False,
    )
    opened = InterviewOpened(
        scenario=scenario.id,
        scenario_hash=header.scenario_hash,
        rubric_hash=header.rubric_hash,
        catalogue_date=engine.library.catalogue.date,
        mode=mode,
        channel=channel or scenario.channel,
        seed=engine.new_seed(),
    )
    events: list[tuple[float, Event]] = [(now, opened), *((now, event) for event in _opening(scenario))]
    frozen = {header.scenario_hash: body_of(scenario), header.rubric_hash: body_of(rubric)}
    engine.store.create(header, frozen, events)
    return header


def _opening(scenario: Scenario) -> list[Event]:
    """The move owed by a client who speaks first."""
    move = first_move(scenario)
    return [MoveChosen(turn=1, move=move)] if move is not None else []


def branch(engine: Engine, owner: str, interview_id: str, turn: int) -> Header:
    """A new interview that continues from just before one's own turn, the client in the same state.

    Raises NotFound (not yours), NotAllowed (exam), WrongMoment (not an advisor turn).
    """
    origin = own_header(engine, owner, interview_id)
    if origin.mode == "exam":
        raise NotAllowed("Un entretien d'examen ne se rejoue pas. Lancez un entraînement sur ce rendez-vous.")
    log = engine.store.read(interview_id)
    kept = prefix(log, turn)
    first = log[0].event
    assert isinstance(first, InterviewOpened)
    now = engine.clock()
    shift = now - (kept[-1].at if kept else log[0].at)
    opened = first.model_copy(update={"branched_from": interview_id, "branched_turn": turn})
    header = Header(
        id=engine.new_id(),
        owner=owner,
        scenario=origin.scenario,
        scenario_hash=origin.scenario_hash,
        rubric_hash=origin.rubric_hash,
        mode=origin.mode,
        epoch=engine.new_id(),
        created_at=now,
        ended=False,
        assessed=False,
    )
    events: list[tuple[float, Event]] = [(log[0].at + shift, opened)]
    events += [(recorded.at + shift, recorded.event) for recorded in kept]
    frozen = {
        header.scenario_hash: body_of(scenario_of(engine, origin)),
        header.rubric_hash: body_of(rubric_of(engine, origin)),
    }
    engine.store.create(header, frozen, events)
    return header


def own_header(engine: Engine, owner: str, interview_id: str) -> Header:
    """One's own interview. Someone else's is not told apart from one that does not exist."""
    header = engine.store.header(interview_id)
    if header.owner != owner:
        raise NotFound("Cet entretien n'existe pas, ou il n'est pas à vous.")
    return header
