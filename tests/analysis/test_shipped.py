"""The shipped lexicon: codes exist, themes cover the scenarios, weights are small and load quickly."""

import time
from pathlib import Path

from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.analysis.decide import ASKS
from server.domain.lexicon import Lexicon
from server.domain.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]


def test_every_act_named_is_in_the_codebook(lexicon: Lexicon) -> None:
    known = {act.code for act in lexicon.codebook.acts}
    patterns = {p.act for p in (*lexicon.patterns.advisor, *lexicon.patterns.client)}
    assert patterns <= known
    assert lexicon.act_model is not None
    assert set(lexicon.act_model.labels) - {ASKS} <= known


def test_the_models_are_shipped_together(lexicon: Lexicon) -> None:
    assert lexicon.theme_model is not None
    assert lexicon.fact_model is not None
    assert lexicon.pair_model is not None


def test_themes_cover_the_scenarios(lexicon: Lexicon) -> None:
    themes = {theme.id for theme in lexicon.themes}
    for path in (ROOT / "scenarios").glob("*.yaml"):
        scenario = parse(read_yaml(path), Scenario)
        assert {fact.theme for fact in scenario.facts} <= themes, path.name


def test_weights_stay_small_and_quick_to_load() -> None:
    files = list((ROOT / "lexicons" / "weights").glob("*.npz"))
    assert sum(path.stat().st_size for path in files) < 4_000_000
    start = time.perf_counter()
    load_lexicon(ROOT)
    assert time.perf_counter() - start < 1.5, "the aim is 150 ms; a busy machine is allowed ten times that"
