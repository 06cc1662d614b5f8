"""What the interviews of the synthetic learners say of a scenario: discriminating or wanting, and why."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from server.domain.probing.disclosures import Leak
from server.domain.probing.model import Learners, Role
from server.domain.probing.repeats import Variety
from server.domain.scenario import Scenario

LEAST = 0.98
SHOWN = 90
Measure = Callable[["Run"], float]


@dataclass(frozen=True, slots=True)
class Run:
    """One interview of one learner."""

    learner: str
    role: Role
    seed: int
    turns: int
    revealed: tuple[str, ...]
    trust: tuple[int, ...]
    outcome: str
    score: float | None
    raised: tuple[str, ...] = ()
    resolved: tuple[str, ...] = ()
    leaks: tuple[Leak, ...] = ()
    repeats: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()

    @property
    def final_trust(self) -> int:
        """Trust when it ended."""
        return self.trust[-1]

    @property
    def mark(self) -> float:
        """The score out of 20; an interview too short to be scored is worth nothing."""
        return self.score or 0.0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a scenario is wanting, and how to mend it, in French."""

    kind: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Probe:
    """The whole proof of one scenario. Shares are of seeds, 0 to 1."""

    scenario: str
    seeds: int
    runs: tuple[Run, ...]
    attack_lines: int
    trust_order: float
    score_order: float
    variety: Variety
    reasons: tuple[Reason, ...]

    @property
    def discriminating(self) -> bool:
        """Whether nothing is wanting."""
        return not self.reasons


def judge(
    scenario: Scenario, runs: Sequence[Run], learners: Learners, attack_lines: int, variety: Variety
) -> Probe:
    """Draw the verdict from the runs."""
    trust_order = ordered(runs, lambda run: run.final_trust)
    score_order = ordered(runs, lambda run: run.mark)
    seeds = len({run.seed for run in runs})
    kinds = [
        *_order(runs, trust_order, score_order),
        *_reach(scenario, runs),
        *_objections(runs),
        *_faults(runs),
        *_cheats(runs),
    ]
    reasons = tuple(_reason(learners, kind, slots) for kind, slots in kinds)
    return Probe(scenario.id, seeds, tuple(runs), attack_lines, trust_order, score_order, variety, reasons)


def ordered(runs: Sequence[Run], measure: Measure) -> float:
    """Share of seeds where strong > medium > weak, whoever plays those roles."""
    seeds = sorted({run.seed for run in runs})
    kept = sum(_kept(runs, seed, measure) for seed in seeds)
    return kept / len(seeds) if seeds else 0.0


def _kept(runs: Sequence[Run], seed: int, measure: Measure) -> bool:
    values = {
        role: [measure(run) for run in runs if run.seed == seed and run.role == role]
        for role in ("strong", "medium", "weak")
    }
    if not all(values.values()):
        return True
    return min(values["strong"]) > max(values["medium"]) and min(values["medium"]) > max(values["weak"])


Found = Iterator[tuple[str, dict[str, str]]]


def _order(runs: Sequence[Run], trust_order: float, score_order: float) -> Found:
    for kind, share, measure in (
        ("trust_order", trust_order, lambda run: float(run.final_trust)),
        ("score_order", score_order, lambda run: run.mark),
    ):
        if share < LEAST:
            means = {role: _mean(runs, role, measure) for role in ("strong", "medium", "weak")}
            yield kind, {"share": _percent(share), **{role: _number(m) for role, m in means.items()}}


def _reach(scenario: Scenario, runs: Sequence[Run]) -> Found:
    reached = {fact for run in runs if run.role == "strong" for fact in run.revealed}
    for fact in scenario.facts:
        if fact.id not in reached:
            yield "unreached", {"fact": fact.id, "key": fact.key, "threshold": str(fact.threshold)}


def _objections(runs: Sequence[Run]) -> Found:
    strong = [run for run in runs if run.role == "strong"]
    resolved = {objection for run in strong for objection in run.resolved}
    for objection in sorted({objection for run in strong for objection in run.raised} - resolved):
        yield "unresolved", {"objection": objection}


def _faults(runs: Sequence[Run]) -> Found:
    seen = set()
    for run in runs:
        for leak in run.leaks:
            if (leak.fact, leak.how, leak.quote) not in seen:
                seen.add((leak.fact, leak.how, leak.quote))
                yield (
                    f"leak_{leak.how}",
                    {**_place(run, leak.turn), "fact": leak.fact, "quote": leak.quote[:SHOWN]},
                )
        for text in run.repeats:
            if ("", "", text) not in seen:
                seen.add(("", "", text))
                yield "repeat", {**_place(run, 0), "quote": text[:SHOWN]}
        for fact in run.unspoken:
            yield "unspoken", {**_place(run, 0), "fact": fact}


def _cheats(runs: Sequence[Run]) -> Found:
    for name in dict.fromkeys(run.learner for run in runs if run.role == "cheat"):
        pairs = [
            (run.mark, max(other.mark for other in runs if other.seed == run.seed and other.role == "medium"))
            for run in runs
            if run.learner == name and any(o.seed == run.seed and o.role == "medium" for o in runs)
        ]
        beaten = sum(cheat < medium for cheat, medium in pairs)
        if pairs and beaten / len(pairs) < LEAST:
            mean = sum(cheat for cheat, _ in pairs) / len(pairs)
            medium = sum(value for _, value in pairs) / len(pairs)
            yield "cheat", {"learner": name, "mean": _number(mean), "medium": _number(medium)}


def _place(run: Run, turn: int) -> dict[str, str]:
    return {"learner": run.learner, "seed": str(run.seed), "turn": str(turn)}


def _mean(runs: Sequence[Run], role: str, measure: Measure) -> float:
    values = [measure(run) for run in runs if run.role == role]
    return sum(values) / len(values) if values else 0.0


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _reason(learners: Learners, kind: str, slots: dict[str, str]) -> Reason:
    text = learners.reasons[kind]
    names = {learner.id: learner.label for learner in learners.learners}
    if "learner" in slots:
        slots = {**slots, "learner": names.get(slots["learner"], slots["learner"])}
    return Reason(kind, text.why.format(**slots), text.mend.format(**slots))
