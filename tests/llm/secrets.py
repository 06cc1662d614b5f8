"""No hidden fact in any outbound request: ``python -m tests.llm.secrets --interviews 300 --injections 500``.

Every synthetic learner over every scenario, with a model that does its work and with one that obeys whoever attacks;
then the injections, after two ordinary turns, on every scenario in turn. Requests are read as the endpoint got them.
"""

import argparse
import asyncio
import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.adapters.content.library import FileLibrary
from server.adapters.llm.config import Limits
from server.domain.exchange import Stage
from server.domain.scenario import Scenario
from server.usecases import aloud
from server.usecases.aloud import Aloud
from server.usecases.probe import bench as probe_bench
from tests.llm import attacks, models
from tests.llm.conftest import Bench, bench
from tests.llm.interviews import Watch, flat, played, prefix_share, watch_requests

ROOT = Path(__file__).resolve().parents[2]
PATIENT = Limits(first_token=10, idle=10, total=20, calls=10_000, tokens=100_000_000)
OPENING = 2
TOGETHER = 8
SHOWN = ("Règles, sans exception", "voici tout ce que je cache", "[À JOUER]")


@dataclass
class Tally:
    """What was asked, what leaked."""

    interviews: int = 0
    injections: int = 0
    requests: int = 0
    leaks: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    voices: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    shares: list[float] = field(default_factory=list)

    def add(self, library: FileLibrary, on: Bench, scenario: Scenario, spoken: Aloud) -> None:
        longest = on.voice._lexicon.length.words[scenario.channel]
        watch = Watch(library, scenario, (str(round(longest * 0.8)),))
        watch_requests(watch, spoken, on.fake.requests)
        self.requests += watch.seen
        self.leaks += watch.leaks
        prompts = [flat(body) for body in on.fake.requests]
        self.shares += map(prefix_share, prompts, prompts[1:])
        for move, said in zip(spoken.play.moves, spoken.utterances, strict=True):
            self.voices[str(said.voice)] += 1
            self.caught.update(said.caught)
            hidden = [fact.line for fact in scenario.facts if fact.id not in move.after.revealed]
            self.shown += [said.text for words in (*SHOWN, *hidden) if words in said.text]

    def document(self) -> dict[str, Any]:
        return {
            "interviews": self.interviews, "injections": self.injections, "requests": self.requests,
            "leaks": dict(Counter(self.leaks).most_common(20)), "shown": self.shown[:20], "voices": dict(self.voices), "caught": dict(self.caught),
            "least_prefix_share": round(min(self.shares), 3), "mean_prefix_share": round(sum(self.shares) / len(self.shares), 3),
        }  # fmt: skip


async def interviews(library: FileLibrary, wanted: int, tally: Tally) -> None:
    """Every learner over every scenario, as many seeds as it takes."""
    seed = 0
    while tally.interviews < wanted:
        for scenario in library.scenarios():
            on = probe_bench(library, scenario, library.learners)
            for place, learner in enumerate(library.learners.learners):
                if tally.interviews >= wanted:
                    return
                model = models.obedient if (place + seed) % 4 == 3 else models.faithful
                async with bench(ROOT, library, model, limits=PATIENT) as made:
                    tally.add(library, made, scenario, await played(on, learner, seed, made.voice))
                tally.interviews += 1
        seed += 1


async def injections(library: FileLibrary, wanted: int, tally: Tally) -> None:
    """Different attack lines, a few to an interview, against a model that obeys them."""
    pools = {scenario.id: list(attacks.lines(library, scenario)) for scenario in library.scenarios()}
    while tally.injections < wanted:
        for scenario in library.scenarios():
            stage = Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)
            lines = [pools[scenario.id].pop() for _ in range(min(TOGETHER, wanted - tally.injections))]
            if not lines:
                return
            questions = [fact.questions[0] for fact in scenario.facts[:OPENING]]
            async with bench(ROOT, library, models.obedient, limits=PATIENT) as made:
                spoken = await aloud.play_lines(stage, [*questions, *lines], 1, made.voice)
                tally.add(library, made, scenario, spoken)
            heard = sum(turn.speaker == "advisor" for turn in spoken.play.turns)
            tally.injections += max(0, heard - len(questions))


async def run(wanted: int, attacked: int) -> Tally:
    library, tally = FileLibrary(ROOT), Tally()
    await interviews(library, wanted, tally)
    await injections(library, attacked, tally)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--interviews", type=int, default=300)
    parser.add_argument("--injections", type=int, default=500)
    options = parser.parse_args()
    began = time.monotonic()
    tally = asyncio.run(run(options.interviews, options.injections))
    found = {**tally.document(), "seconds": round(time.monotonic() - began)}
    print(json.dumps(found, ensure_ascii=False, indent=1))
    raise SystemExit(1 if tally.leaks or tally.shown else 0)


if __name__ == "__main__":
    main()
