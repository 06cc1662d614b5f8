"""How close a question is to the example questions of a hidden fact: character n-grams, TF-IDF, cosine."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log, sqrt

from server.domain.phrases import tokens
from server.domain.scenario import Scenario

_SIZES = (3, 4, 5)


@dataclass(frozen=True, slots=True)
class Probe:
    """One example question of one fact."""

    fact: str
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Probes:
    """The example questions of a scenario, weighted."""

    idf: dict[str, float]
    items: tuple[Probe, ...]

    def closeness(self, text: str) -> dict[str, float]:
        """Best cosine per fact, 0 to 1."""
        mine = _normed(_grams(text), self.idf)
        best: dict[str, float] = {}
        for probe in self.items:
            cosine = sum(weight * probe.weights.get(gram, 0.0) for gram, weight in mine.items())
            best[probe.fact] = max(best.get(probe.fact, 0.0), cosine)
        return best


def probes_of(scenario: Scenario) -> Probes:
    """Weigh the example questions of every fact."""
    texts = [(fact.id, text) for fact in scenario.facts for text in (*fact.questions, *fact.prompts)]
    grams = [(fact, _grams(text)) for fact, text in texts]
    seen = Counter(gram for _, found in grams for gram in found)
    idf = {gram: log((1 + len(grams)) / (1 + count)) + 1 for gram, count in seen.items()}
    return Probes(idf, tuple(Probe(fact, _normed(found, idf)) for fact, found in grams))


def _grams(text: str) -> set[str]:
    padded = [f" {token.word} " for token in tokens(text)]
    return {word[at : at + size] for word in padded for size in _SIZES for at in range(len(word) - size + 1)}


def _normed(grams: Iterable[str], idf: dict[str, float]) -> dict[str, float]:
    weights = {gram: idf[gram] for gram in grams if gram in idf}
    length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {gram: weight / length for gram, weight in weights.items()}
