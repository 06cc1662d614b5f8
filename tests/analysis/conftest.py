"""Shipped content and small builders for the analysis tests."""

from pathlib import Path

import pytest

from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.analysis import Reading, read_turn
from server.domain.catalogue import Catalogue
from server.domain.lexicon import Lexicon
from server.domain.scenario import Scenario
from server.domain.transcript import Turn

ROOT = Path(__file__).resolve().parents[2]


class Bench:
    """Reads what an advisor says in a scenario, after what was said before."""

    def __init__(self, lexicon: Lexicon, catalogue: Catalogue, scenario: Scenario) -> None:
        self.lexicon, self.catalogue, self.scenario = lexicon, catalogue, scenario

    def read(self, *lines: str) -> Reading:
        """Reading of the last line; « C: » marks the client's lines, the others are the advisor's."""
        turns: list[Turn] = []
        readings: list[Reading] = []
        for n, line in enumerate(lines, start=1):
            client = line.startswith("C: ")
            turn = Turn(n=n, speaker="client" if client else "advisor", text=line.removeprefix("C: "))
            readings.append(read_turn(turn, turns, readings, self.scenario, self.catalogue, self.lexicon))
            turns.append(turn)
        return readings[-1]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon(ROOT)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return parse(read_yaml(next((ROOT / "catalogue").glob("*.yaml"))), Catalogue)


@pytest.fixture(scope="session")
def scenario() -> Scenario:
    return parse(read_yaml(ROOT / "scenarios" / "AC-01.yaml"), Scenario)


@pytest.fixture(scope="session")
def bench(lexicon: Lexicon, catalogue: Catalogue, scenario: Scenario) -> Bench:
    return Bench(lexicon, catalogue, scenario)
