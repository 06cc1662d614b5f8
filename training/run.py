"""The whole training: read, hold out, report, fit on everything, write."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.analysis.linear import probabilities
from server.domain.catalogue import Catalogue
from server.domain.lexicon import LinearModel
from server.domain.scenario import Scenario
from training import acts, aims
from training.corpus import Example, World, prepare, read_lines
from training.report import act_report, aim_report
from training.weights import save

_BARE = {"act_model": None, "theme_model": None, "fact_model": None, "pair_model": None}


def world_of(root: Path) -> World:
    """Shipped content, with no trained model: features must not depend on earlier weights."""
    lexicon = load_lexicon(root).model_copy(update=_BARE)
    catalogue = parse(read_yaml(sorted((root / "catalogue").glob("*.yaml"))[-1]), Catalogue)
    files = sorted((root / "scenarios").glob("*.yaml"))
    scenarios = {path.stem: parse(read_yaml(path), Scenario) for path in files}
    return World(lexicon, catalogue, scenarios)


def train(root: Path, by: str = "both", write: bool = True) -> dict[str, Any]:
    """Cross-validate, fit on everything, write the weights."""
    world = world_of(root)
    lines = read_lines((root / "corpus" / "advisor").glob("*.jsonl"))
    examples = prepare(lines, world)
    report: dict[str, Any] = {"lines": len(lines), "authors": sorted({line.author for line in lines})}
    folds = folds_by(examples, lambda e: e.line.author)
    report["acts"], act_model = _acts(examples, folds, by)
    report["aims"], models = _aims(examples, world)
    if write:
        folder = root / "lexicons" / "weights"
        save(act_model, folder / "acts.npz")
        for name, model in zip(("themes", "facts", "pairs"), models, strict=True):
            save(model, folder / f"{name}.npz")
    return report


def folds_by(examples: Sequence[Example], key: Any) -> list[np.ndarray[Any, Any]]:
    """Indexes to hold out together."""
    names = [str(key(example)) for example in examples]
    return [np.array([at for at, n in enumerate(names) if n == name]) for name in sorted(set(names))]


def _acts(examples: Sequence[Example], folds: Sequence[Any], by: str) -> tuple[dict[str, Any], LinearModel]:
    rows, labels = acts.act_rows(examples), acts.act_labels(examples)
    report: dict[str, Any] = {}
    scores = _held_out(rows, labels, folds)
    least = acts.thresholds(scores, examples, labels)
    report["by_author"] = act_report(scores, least, examples, labels)
    if by in ("scenario", "both"):
        others = folds_by(examples, lambda e: e.line.scenario)
        report["by_scenario"] = act_report(_held_out(rows, labels, others), least, examples, labels)["macro"]
    return report, replace(acts.fit_acts(rows, labels), thresholds=least)


def _held_out(rows: Sequence[Any], labels: Sequence[str], folds: Sequence[Any]) -> Any:
    scores = np.zeros((len(rows), len(labels)))
    for fold in folds:
        held = set(fold.tolist())
        model = acts.fit_acts([row for at, row in enumerate(rows) if at not in held], labels)
        scores[fold] = acts.turn_scores(model, [rows[at] for at in fold])
    return scores


def _aims(examples: Sequence[Example], world: World) -> tuple[dict[str, Any], tuple[LinearModel, ...]]:
    items = aims.asked(examples)
    themes, facts = aims.theme_labels(items), aims.fact_labels(items, world)
    folds = folds_by([item.example for item in items], lambda e: e.line.author)
    models: list[tuple[LinearModel, LinearModel] | None] = [None] * len(items)
    scores = np.zeros((len(items), len(themes)))
    for fold in folds:
        held = set(fold.tolist())
        rest = [item for at, item in enumerate(items) if at not in held]
        pair = (aims.fit_themes(rest, themes), aims.fit_facts(rest, facts, world))
        for at in fold:
            models[at] = pair
            row = aims.row_of(items[at].scopes[-1], items[at].example, ())
            scores[at] = probabilities(pair[0], row.text, row.context)
    least = aims.theme_thresholds(scores, items, themes)
    ready = [(replace(m[0], thresholds=least), m[1]) for m in models if m is not None]
    pairs = aims.pairs_of(items, ready)
    report, cut = aim_report(scores, least, items, themes, pairs, folds)
    theme_model = replace(aims.fit_themes(items, themes), thresholds=least)
    pair_model = replace(aims.fit_pairs(pairs), thresholds=np.array([cut], dtype=np.float32))
    return report, (theme_model, aims.fit_facts(items, facts, world), pair_model)
