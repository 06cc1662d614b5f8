"""From a move to French, with the scenario's own lines: pure, seeded, never the same sentence twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from server.domain.client.defaults import ClientDefaults, band
from server.domain.client.move import Move, Part
from server.domain.scenario import Scenario

WRITTEN = ("chat", "email")
OPENED_KINDS = ("fact", "topic", "guarded", "cause")
OPENER_ODDS = 3  # one reply in three starts with an opener
SEEDS_APART = 5  # that many seeds in a row start a pool of sentences at different places


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply and the marks of the sentences it used."""

    text: str
    marks: tuple[str, ...]


def mark(line: str) -> str:
    """The mark of a sentence: what ``ClientState.spoken`` remembers."""
    return blake2b(line.encode(), digest_size=6).hexdigest()


@dataclass
class _Picker:
    """Chooses unused lines in an order that the seed and the place decide."""

    seed: int
    turn: int
    used: set[str]
    marks: list[str] = field(default_factory=list)

    def order(self, lines: Iterable[str], place: str) -> list[str]:
        """Lines not said yet, the most wanted first. Neighbouring seeds start far from one another."""
        pool = sorted(dict.fromkeys(lines), key=lambda line: _rank(place, line))
        start = _start(self.seed, place, len(pool)) if pool else 0
        return [line for line in pool[start:] + pool[:start] if mark(line) not in self.used]

    def take(self, lines: Iterable[str], place: str) -> str | None:
        """One unused line, now used; None when all have been said."""
        order = self.order(lines, place)
        if not order:
            return None
        self.keep(order[0])
        return order[0]

    def keep(self, line: str) -> None:
        """Remember that this line is said."""
        self.used.add(mark(line))
        self.marks.append(mark(line))


def _start(seed: int, place: str, size: int) -> int:
    """Where a seed begins in a pool: seeds in a row far apart, the next row of seeds anywhere."""
    apart = SEEDS_APART if size >= 2 * SEEDS_APART else size
    row = int.from_bytes(_rank(seed // apart, place))
    return (seed % apart * (size // apart) + row) % size


def _rank(*parts: object) -> bytes:
    return blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()


def compose(
    move: Move, scenario: Scenario, defaults: ClientDefaults, spoken: Sequence[str], seed: int
) -> Spoken:
    """Say a move. Always says something; no sentence already in ``spoken`` comes again."""
    picker = _Picker(seed, move.turn, set(spoken))
    pieces = []
    for place, part in enumerate(move.parts):
        line = _piece(part, f"{part.kind}:{part.ref}", scenario, defaults, picker)
        if line is None:
            continue
        if place == 0 and part.kind in OPENED_KINDS and scenario.channel not in WRITTEN:
            line = _opened(line, move, defaults, picker)
        pieces.append(line)
    if not pieces:
        pieces.append(_spare(defaults, picker))
    joint = "\n" if scenario.channel in WRITTEN else " "
    return Spoken(joint.join(pieces), tuple(picker.marks))


def _opened(line: str, move: Move, defaults: ClientDefaults, picker: _Picker) -> str:
    if _rank(picker.seed, move.turn, "opener", "")[0] % OPENER_ODDS:
        return line
    opener = picker.take(defaults.openers[band(move.trust)], "opener")
    return f"{opener} {line}" if opener else line


def _spare(defaults: ClientDefaults, picker: _Picker) -> str:
    """Endings not heard yet come first; a whole pair never comes twice."""
    ending = picker.take(defaults.spare_tails, "ending")
    endings = (ending,) if ending else defaults.spare_tails
    pairs = [f"{head} {tail}" for head in defaults.spare for tail in endings]
    return picker.take(pairs, "spare") or pairs[0]


def _piece(
    part: Part, place: str, scenario: Scenario, defaults: ClientDefaults, picker: _Picker
) -> str | None:
    if part.kind == "correct":
        if mark(part.fill) in picker.used:
            return None
        picker.keep(part.fill)
        return part.fill
    pool = _pool(part, scenario, defaults)
    if part.kind == "situation" and part.fill and part.ref == "jargon":
        pool = tuple(line.replace("{term}", part.fill) for line in pool)
    return picker.take(pool, place)


def _pool(part: Part, scenario: Scenario, defaults: ClientDefaults) -> tuple[str, ...]:
    """Every way to say one part."""
    if part.kind == "situation" and part.ref == "ask_back":
        return defaults.ask_back.get(part.fill) or defaults.pool(scenario.style, "ask_again")
    if part.kind == "situation":
        return defaults.pool(scenario.style, part.ref)
    if part.kind == "fact":
        fact = next(f for f in scenario.facts if f.id == part.ref)
        return (fact.line, *fact.variants)
    if part.kind == "guarded":
        fact = next(f for f in scenario.facts if f.id == part.ref)
        return fact.guarded or defaults.pool(scenario.style, "vague")
    if part.kind == "topic":
        topic = next(t for t in scenario.topics if t.id == part.ref)
        return (topic.line, *topic.variants)
    if part.kind in ("accept", "consider", "refuse"):
        return _offer_pool(part, scenario)
    if part.kind in ("objection", "insist", "cause", "resolved"):
        return _objection_pool(part, scenario)
    return _frame_pool(part, scenario)


def _offer_pool(part: Part, scenario: Scenario) -> tuple[str, ...]:
    source, index = part.ref.split(":")
    if source == "unfit":
        return scenario.unfit[int(index)].refuse
    offer = scenario.offers[int(index)]
    return offer.accept if part.kind == "accept" else offer.consider


def _objection_pool(part: Part, scenario: Scenario) -> tuple[str, ...]:
    objection = next(o for o in scenario.objections if o.id == part.ref)
    pools = {
        "objection": (objection.text, *objection.variants),
        "insist": objection.insist_lines,
        "cause": objection.cause_lines,
        "resolved": objection.resolved_lines,
    }
    return pools[part.kind]


def _frame_pool(part: Part, scenario: Scenario) -> tuple[str, ...]:
    """Openings, reminders and endings."""
    if part.kind == "opening":
        return scenario.opening.lines or scenario.demand.lines
    if part.kind == "demand":
        return scenario.demand.reminders
    if part.kind == "point":
        return next(p for p in scenario.demand.points if p.id == part.ref).reminders
    if part.kind == "exit":
        return next(e for e in scenario.exits if e.id == part.ref).lines
    return scenario.success.lines if part.kind == "success" else scenario.success.postponed
