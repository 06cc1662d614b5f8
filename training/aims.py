"""The theme, fact and pair models: what a question is about, and whether it touches a hidden fact."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from server.domain.analysis.features import text_features, theme_features
from server.domain.analysis.touched import Evidence, Scope, evidence, own_label, pair_flags, scopes_of
from server.domain.analysis.trees import probabilities_of
from server.domain.lexicon import Lexicon, LinearModel, TreeModel
from server.domain.phrases import tokens
from server.domain.scenario import Fact
from training.boost import fit_trees
from training.corpus import Example, World
from training.fit import Row, Settings, best_threshold, fit, pruned

THEME_SETTINGS = Settings(strength=12.0, context_scale=0.3, positive_weight=2.0)
FACT_SETTINGS = Settings(strength=12.0, context_scale=0.3, positive_weight=4.0)
LEAST_THEME = 8
LEAST_FACT = 3
KEEP = 25_000


@dataclass(frozen=True)
class Asked:
    """An example with the scopes of its questions; the last scope is the widest."""

    example: Example
    scopes: tuple[Scope, ...]


def asked(examples: Sequence[Example]) -> list[Asked]:
    """Examples with something that may ask. Those that aim at a theme but do not seem to are kept whole."""
    found = []
    for example in examples:
        if not example.line.aimed:
            continue
        scopes = scopes_of(example.pieces)
        if not scopes and (example.line.themes or example.line.facts):
            scopes = [Scope(tuple(example.pieces))]
        if scopes:
            found.append(Asked(example, tuple(scopes)))
    return found


def row_of(scope: Scope, example: Example, labels: Iterable[str], weight: float = 1.0) -> Row:
    """Features of a scope."""
    words = [token for piece in scope.pieces for token in piece.segment.tokens]
    return Row(text_features(words), theme_features(scope.pieces, example.past), frozenset(labels), weight)


def theme_labels(items: Sequence[Asked]) -> list[str]:
    """Themes with enough examples."""
    seen = Counter(theme for item in items for theme in item.example.line.themes or ())
    return sorted(theme for theme, count in seen.items() if count >= LEAST_THEME)


def fit_themes(items: Sequence[Asked], labels: Sequence[str]) -> LinearModel:
    """Fit on the widest scope of each example whose themes are labelled."""
    rows = [
        row_of(item.scopes[-1], item.example, item.example.line.themes)
        for item in items
        if item.example.line.themes is not None
    ]
    return pruned(fit(rows, labels, THEME_SETTINGS), KEEP)


def fact_labels(items: Sequence[Asked], world: World) -> list[str]:
    """Facts of the shipped scenarios that have enough examples."""
    seen = Counter(label for item in items for label in _own(item.example, world))
    return sorted(label for label, count in seen.items() if count >= LEAST_FACT)


def fit_facts(items: Sequence[Asked], labels: Sequence[str], world: World) -> LinearModel:
    """Fit each fact against every other question, leaving out other clients' questions on the same theme."""
    rows = [row_of(item.scopes[-1], item.example, _own(item.example, world)) for item in items]
    rows += list(_shipped_questions(world))
    return pruned(fit(rows, labels, FACT_SETTINGS), KEEP)


def _own(example: Example, world: World) -> list[str]:
    scenario = world.scenarios.get(example.line.scenario or "")
    if scenario is None:
        return []
    facts = [fact for ref in example.line.facts if (fact := scenario.fact(ref))]
    return [own_label(scenario.id, fact) for fact in facts]


def _shipped_questions(world: World) -> Iterator[Row]:
    for scenario in world.scenarios.values():
        for fact in scenario.facts:
            for text in (*fact.questions, *fact.prompts):
                yield Row(text_features(tokens(text)), [], frozenset({own_label(scenario.id, fact)}), 0.7)


@dataclass(frozen=True)
class Pair:
    """One question, one fact of its scenario, and whether the first touches the second."""

    asked: int
    fact: Fact
    flags: tuple[tuple[str, ...], ...]
    touches: bool


def pairs_of(items: Sequence[Asked], models: Sequence[tuple[LinearModel, LinearModel]]) -> list[Pair]:
    """Every question against every fact of its scenario, seen through models that never saw its author."""
    found = []
    for at, (item, (themes, facts)) in enumerate(zip(items, models, strict=True)):
        if item.example.line.scenario != item.example.past.scenario.scenario.id:
            continue
        past = item.example.past
        lexicon = past.lexicon.lexicon.model_copy(update={"theme_model": themes, "fact_model": facts})
        seen = [evidence_with(scope, item, lexicon) for scope in item.scopes]
        for fact in past.scenario.scenario.facts:
            flags = tuple(
                tuple(pair_flags(fact, scope, e, past)) for scope, e in zip(item.scopes, seen, strict=True)
            )
            found.append(Pair(at, fact, flags, fact.id in item.example.line.facts))
    return found


def evidence_with(scope: Scope, item: Asked, lexicon: Lexicon) -> Evidence:
    """Evidence of a scope through other models."""
    past = item.example.past
    tables = replace(past.lexicon, lexicon=lexicon)
    return evidence(scope, replace(past, lexicon=tables))


def fit_pairs(pairs: Sequence[Pair]) -> TreeModel:
    """Weigh the flags; each pair also counts without its own fact's model, for scenarios never seen."""
    rows, wanted, weights = [], [], []
    for pair in pairs:
        for flags in pair.flags:
            rows += [list(flags), [flag for flag in flags if not _owned(flag)]]
            wanted += [pair.touches, pair.touches]
            weights += [1.0, 0.5]
    return fit_trees(rows, wanted, weights)


def _owned(flag: str) -> bool:
    return flag == "known" or flag.startswith("own ") or flag == "first own"


def pair_scores(model: TreeModel, pairs: Sequence[Pair], stranger: bool = False) -> NDArray[np.float64]:
    """Best score of each pair over its scopes; ``stranger``: as if its scenario had never been seen."""
    rows = [
        [flag for flag in flags if not (stranger and _owned(flag))] for pair in pairs for flags in pair.flags
    ]
    owners = [at for at, pair in enumerate(pairs) for _ in pair.flags]
    best = np.zeros(len(pairs))
    np.maximum.at(best, owners, probabilities_of(model, rows))
    return best


def pair_threshold(scores: NDArray[np.float64], pairs: Sequence[Pair], wanted: float = 0.86) -> float:
    """The score that this share of the facts aimed at reaches: a missed question costs more than a near one."""
    reached = np.sort([score for score, pair in zip(scores, pairs, strict=True) if pair.touches])
    return float(reached[int(len(reached) * (1 - wanted))]) if len(reached) else 0.5


def is_aimless(example: Example) -> bool:
    """A real question of a shipped scenario that touches no fact."""
    return example.line.asks and not example.line.facts and example.line.scenario is not None


def recall(scores: NDArray[np.float64], pairs: Sequence[Pair], least: float) -> float:
    """Share of the facts aimed at that are listed."""
    wanted = [score >= least for score, pair in zip(scores, pairs, strict=True) if pair.touches]
    return float(np.mean(wanted)) if wanted else 0.0


def theme_thresholds(
    scores: NDArray[np.float64], items: Sequence[Asked], labels: Sequence[str]
) -> NDArray[np.float32]:
    """Per theme, from out-of-fold scores."""
    known = [at for at, item in enumerate(items) if item.example.line.themes is not None]
    wanted = np.array([[label in (items[at].example.line.themes or ()) for label in labels] for at in known])
    best = [best_threshold(scores[known, at], wanted[:, at]) for at in range(len(labels))]
    return np.asarray(np.clip(best, 0.15, 0.6), dtype=np.float32)
