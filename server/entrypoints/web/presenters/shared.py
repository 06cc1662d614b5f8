"""What several pages show: a criterion's siglum and ink, a level, a client's calling card."""

from dataclasses import dataclass
from datetime import datetime

from server.domain.assessment.model import Assessment, Judgement
from server.domain.events import Mode
from server.domain.phrases import says
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario

INKS = 9
KINDS = ("AC", "EC1", "EC2", "REC", "ECR")
STROKES = {"facile": 1, "moyen": 2, "difficile": 3}


@dataclass(frozen=True, slots=True)
class Sig:
    """A criterion as pages name it: an ink by its order in the rubric, two letters, a short name."""

    id: str
    ink: str
    code: str
    name: str
    wording: str
    official: bool


@dataclass(frozen=True, slots=True)
class Level:
    """A level 0–3, or why there is none. Words are in the template."""

    value: int | None
    unscored: str | None = None


@dataclass(frozen=True, slots=True)
class SigLevel:
    """A criterion with the last level obtained; ``level`` is None when never observed."""

    sig: Sig
    level: int | None


@dataclass(frozen=True, slots=True)
class Attempt:
    """One interview of the person, as the lists read it. ``at`` is when it was opened, in local time."""

    id: str
    scenario: str
    mode: Mode
    at: datetime
    ended: bool
    turns: int = 0
    assessment: Assessment | None = None
    branched_from: str | None = None
    branched_turn: int | None = None
    facts_found: int | None = None
    facts_total: int | None = None
    hints: int = 0
    recorded: bool = False

    def judgement(self, criterion: str) -> Judgement | None:
        """What was proposed for a criterion, if anything."""
        if self.assessment is None:
            return None
        return next((item for item in self.assessment.criteria if item.id == criterion), None)


@dataclass(frozen=True, slots=True)
class BranchOrigin:
    """Where a branch comes from."""

    interview: str
    turn: int


@dataclass(frozen=True, slots=True)
class HintLine:
    """A hint asked for before a turn."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class Caller:
    """What may be known of a client before meeting: nothing hidden."""

    scenario: str
    name: str
    first_name: str
    who: str
    channel: str
    minutes: int
    difficulty: str
    strokes: int


def kind_of(rubric: Rubric) -> str:
    """The exercise of a rubric, read from its own criteria (the last one is never borrowed)."""
    code = rubric.criteria[-1].id.split("-", 1)[0]
    return code if code in KINDS else "other"


def sigs_of(rubric: Rubric) -> dict[str, Sig]:
    """Siglum of every criterion of a rubric, inks in its own order."""
    return {
        item.id: Sig(
            id=item.id,
            ink=f"c{place % INKS + 1}",
            code=item.sigle,
            name=item.short,
            wording=item.wording,
            official=item.official,
        )
        for place, item in enumerate(rubric.criteria)
    }


def observed_sigs(scenario: Scenario, rubric: Rubric) -> tuple[Sig, ...]:
    """The criteria a scenario observes, in the rubric's order."""
    return tuple(sig for key, sig in sigs_of(rubric).items() if key in scenario.criteria)


def channel_of(scenario: Scenario) -> str:
    """Channel as shown: an incoming call is told apart from an outgoing one."""
    if scenario.channel == "phone" and scenario.direction == "incoming":
        return "phone_in"
    return scenario.channel


def caller_of(scenario: Scenario) -> Caller:
    """The calling card of a scenario."""
    first, last = scenario.persona.first_name, scenario.persona.last_name
    named, _, who = scenario.title.partition(", ")
    called = named if who and named.startswith(first) else first
    return Caller(
        scenario=scenario.id,
        name=f"{called} {last}".strip(),
        first_name=first,
        who=who or scenario.title,
        channel=channel_of(scenario),
        minutes=scenario.minutes,
        difficulty=scenario.difficulty,
        strokes=STROKES[scenario.difficulty],
    )


def harmless_quote(scenario: Scenario) -> str:
    """A signature line that touches none of the hidden facts nor objections; empty when there is none."""
    for line in scenario.style.signature:
        if not any(says(line, (*fact.cues, *fact.anchors)) for fact in scenario.facts) and not _objects(
            line, scenario
        ):
            return line
    return ""


def _objects(line: str, scenario: Scenario) -> bool:
    return any(
        says(line, (objection.text.lower(), *(text.lower() for text in objection.variants)))
        for objection in scenario.objections
    )
