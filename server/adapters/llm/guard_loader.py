"""The guard's words, from ``lexicons/guard.yaml``."""

from pathlib import Path

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.voice.lexicon import GuardLexicon


def load_guard(root: Path) -> GuardLexicon:
    """Raises BadContent when the file is wrong."""
    return parse(read_yaml(root / "lexicons" / "guard.yaml", "lexicons/guard.yaml"), GuardLexicon)
