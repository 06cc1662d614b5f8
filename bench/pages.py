"""``python -m bench.pages``: what the server takes to make a page, and what the page weighs.

A learner with many interviews behind them, one of sixty turns.
Processor time of the whole request, client included: a busy machine changes little.
"""

import asyncio
import secrets
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import process_time

import httpx

from server import bootstrap
from server.bootstrap import House
from server.settings import Settings, read_settings

ROUNDS = 30
ATTEMPTS = 20
LONG_TURNS = 60
LONG = "EC-02.strong"
LIMIT_MS = 100.0
LIMIT_KB = 150.0
ORIGIN = "http://bench"


def main() -> int:
    """Print a line a page; 1 when one is over its limits."""
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(
            read_settings(), database_url=f"sqlite:///{folder}/bench.db", pace=0.0, secret=secrets.token_hex()
        )
        over = asyncio.run(measure(settings))
    return 1 if over else 0


async def measure(settings: Settings) -> bool:
    """Play the story, then ask for each page again and again."""
    house = bootstrap.build_house(settings)
    transport = httpx.ASGITransport(bootstrap.build_app(settings, house))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as learner:
        await learner.get("/catalogue")
        ids = [
            await played(
                learner, house, f"AC-0{place % 3 + 1}", lines_of(settings, f"AC-0{place % 3 + 1}.weak")
            )
            for place in range(ATTEMPTS - 1)
        ]
        long = await played(learner, house, LONG.split(".")[0], long_lines(settings))
        turns = len((await learner.get(f"/api/interviews/{long}/transcript")).json()["turns"])
        pages = {
            f"accueil, {ATTEMPTS} entretiens": "/",
            f"débrief, {turns} tours": f"/interviews/{long}/debrief",
            f"mes progrès, {ATTEMPTS} entretiens": "/progress",
            "côte à côte": f"/compare?a={ids[0]}&b={ids[3]}",
            "préparation": "/scenarios/EC-01",
            "mon espace": "/espace",
        }
        return any([await told(learner, name, path) for name, path in pages.items()])


async def told(learner: httpx.AsyncClient, name: str, path: str) -> bool:
    """One page: median, 95th centile, weight. True when over a limit."""
    times = []
    for _ in range(ROUNDS + 1):
        start = process_time()
        answer = await learner.get(path)
        times.append(1000 * (process_time() - start))
    middle, high = median(times[1:]), quantiles(times[1:], n=20)[-1]
    weight = len(answer.content) / 1000
    over = answer.status_code != httpx.codes.OK or middle > LIMIT_MS or weight > LIMIT_KB
    sys.stdout.write(
        f"{name:<32}{middle:7.1f} ms médian{high:8.1f} ms à 95 %{weight:8.1f} ko{' !' if over else ''}\n"
    )
    return over


async def played(learner: httpx.AsyncClient, house: House, scenario: str, lines: list[str]) -> str:
    """An interview from its first line to its debrief."""
    interview = str((await learner.post("/api/interviews", json={"scenario": scenario})).json()["id"])
    await house.desk.catch_up(interview)

    async def acknowledge(_id: str, _seq: int) -> None:
        return

    for place, line in enumerate(lines):
        if house.engine.store.header(interview).ended:
            break
        await house.desk.say(interview, f"{interview}-{place}", line, acknowledge)
    await house.desk.end(interview)
    await house.desk.settle()
    return interview


def lines_of(settings: Settings, script: str) -> list[str]:
    """The advisor's lines of a shipped script."""
    path = Path(settings.root) / "transcripts" / "scripts" / f"{script}.txt"
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]


def long_lines(settings: Settings) -> list[str]:
    """Enough lines for sixty turns: a shipped script before its leave-taking, over again."""
    lines = lines_of(settings, LONG)[:-4]
    return [lines[place % len(lines)] for place in range(LONG_TURNS // 2)]


if __name__ == "__main__":
    sys.exit(main())
