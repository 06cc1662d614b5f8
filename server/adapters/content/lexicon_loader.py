"""The lexicon of the analysis, from ``lexicons/`` and ``rubrics/codebook.yaml``, with the trained weights."""

from pathlib import Path
from typing import TypeVar

import numpy as np

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.lexicon import (
    ActPatterns,
    Codebook,
    Fields,
    Frame,
    InputKinds,
    Jargon,
    Lexicon,
    LinearModel,
    Restating,
    SegmentMarkers,
    Spelling,
    Themes,
    TreeModel,
)
from server.domain.model import Model

M = TypeVar("M", bound=Model)

_MODELS = ("acts", "themes", "facts")


def load_lexicon(root: Path) -> Lexicon:
    """Read every file of the lexicon under a project root. Raises BadContent."""
    folder = root / "lexicons"
    acts, themes, facts = (_model(folder / "weights" / f"{name}.npz") for name in _MODELS)
    return Lexicon(
        codebook=_read(root / "rubrics" / "codebook.yaml", Codebook),
        patterns=_read(folder / "acts.yaml", ActPatterns),
        markers=_read(folder / "segments.yaml", SegmentMarkers),
        themes=_read(folder / "themes.yaml", Themes).themes,
        fields=_read(folder / "fields.yaml", Fields).fields,
        spelling=_read(folder / "spelling.yaml", Spelling),
        frame=_read(folder / "frame.yaml", Frame).words,
        jargon=_read(folder / "jargon.yaml", Jargon),
        inputs=_read(folder / "inputs.yaml", InputKinds),
        restating=_read(folder / "restatement.yaml", Restating),
        act_model=acts,
        theme_model=themes,
        fact_model=facts,
        pair_model=_trees(folder / "weights" / "pairs.npz"),
    )


def _read(path: Path, model: type[M]) -> M:
    return parse(read_yaml(path), model)


def _model(path: Path) -> LinearModel | None:
    if not path.exists():
        return None
    with np.load(path) as arrays:
        scale = arrays["scale"].astype(np.float32)
        vocabulary = str(arrays["vocabulary"]).split("\n")
        return LinearModel(
            labels=tuple(str(arrays["labels"]).split("\n")),
            vocabulary={term: row for row, term in enumerate(vocabulary)},
            weights=arrays["weights"].astype(np.float32) * scale,
            bias=arrays["bias"].astype(np.float32),
            thresholds=arrays["thresholds"].astype(np.float32),
        )


def _trees(path: Path) -> TreeModel | None:
    if not path.exists():
        return None
    with np.load(path) as arrays:
        vocabulary = str(arrays["vocabulary"]).split("\n")
        return TreeModel(
            vocabulary={flag: place for place, flag in enumerate(vocabulary)},
            splits=arrays["splits"].astype(np.int64),
            leaves=arrays["leaves"].astype(np.float64),
            base=float(arrays["base"]),
            threshold=float(arrays["threshold"]),
        )
