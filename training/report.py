"""Held-out figures: what the models and the whole reading do with authors or scenarios they never saw."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.domain.analysis import read_turn
from server.domain.analysis.acts import Reading
from server.domain.lexicon import TreeModel
from training import aims
from training.aims import Asked, Pair
from training.corpus import Example, World


def act_report(
    scores: NDArray[np.float64],
    least: NDArray[np.float32],
    examples: Sequence[Example],
    labels: Sequence[str],
) -> dict[str, Any]:
    """F1 per act over whole turns, the model alone."""
    known = [at for at, e in enumerate(examples) if e.line.acts is not None]
    got = scores[known] >= least
    said = [{act for act, _ in examples[at].line.acts or ()} for at in known]
    wanted = np.array([[label in acts for label in labels] for acts in said])
    acts = [at for at in range(len(labels)) if wanted[:, at].any()]
    rows = {
        labels[at]: [
            int(wanted[:, at].sum()),
            round(_f1(got[:, at], wanted[:, at]), 2),
            round(float(least[at]), 2),
        ]
        for at in acts
    }
    return {
        "macro": round(float(np.mean([row[1] for row in rows.values()])), 3),
        "count, f1, threshold": rows,
    }


def _f1(got: NDArray[np.bool_], wanted: NDArray[np.bool_]) -> float:
    return 2 * float((got & wanted).sum()) / max(float(got.sum() + wanted.sum()), 1.0)


def aim_report(
    scores: NDArray[np.float64],
    least: NDArray[np.float32],
    items: Sequence[Asked],
    themes: Sequence[str],
    pairs: Sequence[Pair],
    trees: Sequence[TreeModel],
) -> tuple[dict[str, Any], float]:
    """Themes by F1; facts by recall and by how often an aimless question lists one. Also the cut chosen."""
    known = [at for at, item in enumerate(items) if item.example.line.themes is not None]
    wanted = np.array([[label in (items[at].example.line.themes or ()) for label in themes] for at in known])
    got = scores[known] >= least
    each = {label: round(_f1(got[:, at], wanted[:, at]), 2) for at, label in enumerate(themes)}
    own, stranger = _held_pairs(pairs, trees, False), _held_pairs(pairs, trees, True)
    cut = aims.pair_threshold(own, pairs)
    report = {
        "themes_micro_f1": round(_f1(got.ravel(), wanted.ravel()), 3),
        "themes": each,
        "facts": _fact_figures(own, pairs, items, cut),
        "facts_without_own_model": _fact_figures(stranger, pairs, items, cut),
    }
    return report, cut


def _held_pairs(pairs: Sequence[Pair], trees: Sequence[TreeModel], stranger: bool) -> NDArray[np.float64]:
    """Score of each pair by the model that never saw its question's author. ``trees``: one for each question."""
    scores = np.zeros(len(pairs))
    for model in {id(tree): tree for tree in trees}.values():
        inside = [at for at, pair in enumerate(pairs) if trees[pair.asked] is model]
        if inside:
            scores[inside] = aims.pair_scores(model, [pairs[at] for at in inside], stranger)
    return scores


def _fact_figures(
    scores: NDArray[np.float64], pairs: Sequence[Pair], items: Sequence[Asked], cut: float
) -> dict[str, float]:
    silent: dict[int, bool] = {}
    for score, pair in zip(scores, pairs, strict=True):
        if aims.is_aimless(items[pair.asked].example):
            silent[pair.asked] = silent.get(pair.asked, False) or bool(score >= cut)
    return {
        "cut": round(cut, 3),
        "recall": round(aims.recall(scores, pairs, cut), 3),
        "aimless_listing_one": round(float(np.mean(list(silent.values()) or [False])), 3),
        "aimless": len(silent),
    }


def pipeline_report(
    examples: Sequence[Example], folds: Sequence[NDArray[np.int64]], models: Sequence[Any], world: World
) -> dict[str, Any]:
    """The whole reading, each fold read with models that never saw it."""
    readings: dict[int, Reading] = {}
    for fold, own in zip(folds, models, strict=True):
        lexicon = world.lexicon.model_copy(
            update={
                "act_model": own.acts,
                "theme_model": own.themes,
                "fact_model": own.facts,
                "pair_model": own.pairs,
            }
        )
        for at in fold:
            e = examples[at]
            scenario = world.scenario(e.line.scenario)
            past = e.line.before, e.line.readings
            readings[int(at)] = read_turn(e.turn, *past, scenario, world.catalogue, lexicon)
    pairs = [(examples[at], reading) for at, reading in readings.items()]
    whole = [(e, reading) for e, reading in pairs if e.line.played]
    return {
        "acts": _act_figures(pairs),
        "acts_in_whole_interviews": _act_figures(whole),
        "facts": reading_facts(pairs),
        "by_author": _facts_by(pairs, lambda e: e.line.author),
        "by_register": _facts_by(pairs, lambda e: e.line.register),
    }


def _act_figures(readings: Sequence[tuple[Example, Reading]]) -> dict[str, Any]:
    pairs = [(e, reading) for e, reading in readings if e.line.acts is not None]
    labels = sorted({act for e, _ in pairs for act, _ in e.line.acts or ()})
    rows = {}
    for label in labels:
        wanted = np.array([label in {a for a, _ in e.line.acts or ()} for e, _ in pairs])
        got = np.array([reading.has(label) for _, reading in pairs])
        rows[label] = [int(wanted.sum()), int(got.sum()), round(_f1(got, wanted), 2)]
    return {"macro": round(float(np.mean([row[2] for row in rows.values()])), 3), "count, got, f1": rows}


def reading_facts(pairs: Sequence[tuple[Example, Reading]]) -> dict[str, Any]:
    """The key figures: facts aimed at that are listed, and lists where there should be none."""
    shipped = [(e, r) for e, r in pairs if e.line.aimed and e.line.scenario == e.past.scenario.scenario.id]
    aimed = [fact in r.facts for e, r in shipped for fact in e.line.facts]
    any_hit = [bool(set(e.line.facts) & set(r.facts)) for e, r in shipped if e.line.facts]
    aimless = [bool(r.facts) for e, r in shipped if aims.is_aimless(e)]
    mute = [bool(r.facts) for e, r in shipped if not e.line.facts and not aims.is_aimless(e)]
    extra = [bool(set(r.facts) - set(e.line.facts)) for e, r in shipped if e.line.facts]
    return {
        "recall": _share(aimed),
        "lines_hit": _share(any_hit),
        "aimless_listing_one": _share(aimless),
        "statements_listing_one": _share(mute),
        "extra_beside_right": _share(extra),
        "counts": [len(aimed), len(aimless), len(mute)],
    }


def _facts_by(pairs: Sequence[tuple[Example, Reading]], key: Callable[[Example], str]) -> dict[str, Any]:
    names = sorted({key(e) for e, _ in pairs})
    return {name: reading_facts([(e, r) for e, r in pairs if key(e) == name]) for name in names}


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 3) if values else 0.0
