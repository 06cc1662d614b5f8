"""The whole training: read, hold out, report, fit on everything, write."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.analysis.linear import probabilities
from server.domain.analysis.modelled import join_model
from server.domain.catalogue import Catalogue
from server.domain.lexicon import LinearModel, TreeModel
from server.domain.scenario import Scenario
from training import acts, aims
from training.corpus import Example, World, prepare, read_corpus
from training.report import act_report, aim_report, pipeline_report
from training.weights import save, save_trees

_BARE = {"act_model": None, "theme_model": None, "fact_model": None, "pair_model": None}
FOLDS = 5
Fold = NDArray[np.int64]


@dataclass(frozen=True)
class Models:
    """The four models that go together."""

    acts: LinearModel
    themes: LinearModel
    facts: LinearModel
    pairs: TreeModel


def world_of(root: Path) -> World:
    """Shipped content, with no trained model: features must not depend on earlier weights."""
    lexicon = load_lexicon(root).model_copy(update=_BARE)
    catalogue = parse(read_yaml(sorted((root / "catalogue").glob("*.yaml"))[-1]), Catalogue)
    files = sorted((root / "scenarios").glob("*.yaml"))
    scenarios = {path.stem: parse(read_yaml(path), Scenario) for path in files}
    return World(lexicon, catalogue, scenarios)


def train(root: Path, by: str = "author", write: bool = True, apart: Sequence[str] = ()) -> dict[str, Any]:
    """Cross-validate by author or scenario, fit on everything, write the weights.

    ``apart``: authors kept out of everything, on whom the final models are measured.
    """
    world = world_of(root)
    lines = read_corpus(root / "corpus", world)
    unseen = prepare((line for line in lines if line.author in apart), world)
    examples = prepare((line for line in lines if line.author not in apart), world)
    folds = folds_by(examples, lambda e: str(e.line.scenario if by == "scenario" else e.line.author))
    report: dict[str, Any] = {"lines": len(examples), "held out by": by, "folds": len(folds)}
    rows, labels = acts.act_rows(examples), acts.act_labels(examples)
    shares = acts.shares_of(examples, labels)
    act_models, scores = _act_folds(rows, labels, folds, shares)
    report["acts"] = act_report(scores, act_models[0].thresholds, examples, labels)
    joined = [replace(example, pieces=tuple(map(copy, example.pieces))) for example in examples]
    for fold, model in zip(folds, act_models, strict=True):
        for at in fold:
            join_model(joined[at].pieces, joined[at].past, model)
    held, pointing = _aim_folds(joined, folds, world, report)
    each = [Models(a, *m) for a, m in zip(act_models, held, strict=True)]
    report["pipeline"] = pipeline_report(examples, folds, each, world)
    final = Models(acts.fit_acts(rows, labels, shares), *pointing)
    if unseen:
        report["apart"] = pipeline_report(unseen, [np.arange(len(unseen))], [final], world)
    if write:
        _write(final, root / "lexicons" / "weights")
    return report


def _write(models: Models, folder: Path) -> None:
    save(models.acts, folder / "acts.npz")
    save(models.themes, folder / "themes.npz")
    save(models.facts, folder / "facts.npz")
    save_trees(models.pairs, folder / "pairs.npz")


def folds_by(examples: Sequence[Example], key: Callable[[Example], str]) -> list[Fold]:
    """Indexes to hold out together: authors (or scenarios) whole, in a few folds of like size."""
    names = [key(example) for example in examples]
    folds: list[list[str]] = [[] for _ in range(min(FOLDS, len(set(names))))]
    sizes = Counter(names)
    for name in sorted(sizes, key=lambda n: (-sizes[n], n)):
        min(folds, key=lambda fold: sum(sizes[n] for n in fold)).append(name)
    return [np.array([at for at, name in enumerate(names) if name in fold]) for fold in folds]


def _act_folds(
    rows: Sequence[Any], labels: Sequence[str], folds: Sequence[Fold], shares: Mapping[str, float]
) -> tuple[list[LinearModel], NDArray[np.float64]]:
    scores = np.zeros((len(rows), len(labels)))
    models = []
    for fold in folds:
        held = set(fold.tolist())
        models.append(acts.fit_acts([row for at, row in enumerate(rows) if at not in held], labels, shares))
        scores[fold] = acts.turn_scores(models[-1], [rows[at] for at in fold])
    return models, scores


Trio = tuple[LinearModel, LinearModel, TreeModel]


def _aim_folds(
    joined: Sequence[Example], folds: Sequence[Fold], world: World, report: dict[str, Any]
) -> tuple[list[Trio], Trio]:
    items = aims.asked(joined)
    fold_of = {id(joined[at]): number for number, fold in enumerate(folds) for at in fold}
    numbers = np.array([fold_of[id(item.example)] for item in items])
    themes, facts = aims.theme_labels(items), aims.fact_labels(items, world)
    models = []
    scores = np.zeros((len(items), len(themes)))
    for number in range(len(folds)):
        rest = [item for item, n in zip(items, numbers, strict=True) if n != number]
        models.append((aims.fit_themes(rest, themes), aims.fit_facts(rest, facts, world)))
        for at in np.flatnonzero(numbers == number):
            row = aims.row_of(items[at].scopes[-1], items[at].example, ())
            scores[at] = probabilities(models[-1][0], row.text, row.context)
    least = aims.theme_thresholds(scores, items, themes)
    models = [(replace(first, thresholds=least), second) for first, second in models]
    pairs = aims.pairs_of(items, [models[n] for n in numbers])
    trees = [
        aims.fit_pairs([pair for pair in pairs if numbers[pair.asked] != number])
        for number in range(len(folds))
    ]
    report["aims"], cut = aim_report(scores, least, items, themes, pairs, [trees[n] for n in numbers])
    held = [(*two, replace(tree, threshold=cut)) for two, tree in zip(models, trees, strict=True)]
    final = (
        replace(aims.fit_themes(items, themes), thresholds=least),
        aims.fit_facts(items, facts, world),
        replace(aims.fit_pairs(pairs), threshold=cut),
    )
    return held, final
