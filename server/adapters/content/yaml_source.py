"""Safe YAML: plain data only, no alias, no tag, bounded, every value with its line.

Scalars follow the YAML 1.2 core schema, so that « non » stays a word and a date stays text.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from server.domain.problems import BadContent, FieldPath, Problem, dotted

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 60_000

_INT = re.compile(r"[-+]?[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, bool | None] = {
    "true": True, "True": True, "false": False, "False": False, "null": None, "~": None, "": None,
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """A document and the line of each of its values."""

    name: str
    data: Any
    lines: dict[FieldPath, int] = field(repr=False)

    def line(self, path: FieldPath) -> int:
        """Line of a path, or of its nearest known parent; 1 by default."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1

    def problem(self, path: FieldPath, why: str, mend: str) -> Problem:
        """Place a fault of this document."""
        return Problem(self.name, self.line(path), dotted(path), why, mend)


def read_yaml(path: Path, name: str | None = None) -> Source:
    """Read one document. Raises BadContent with the line and how to mend."""
    name = name or path.name

    def refuse(line: int, why: str, mend: str) -> BadContent:
        return BadContent((Problem(name, line, "", why, mend),))

    try:
        raw = path.read_bytes()
    except OSError as error:
        why = "le fichier est introuvable." if not path.exists() else "le fichier est illisible."
        raise refuse(1, why, "Vérifiez le chemin et les droits de lecture.") from error
    if len(raw) > MAX_BYTES:
        raise refuse(1, f"le fichier dépasse {MAX_BYTES // 1000} ko.", "Découpez-le ou allégez-le.")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise refuse(line, "le texte n'est pas en UTF-8.", "Enregistrez le fichier en UTF-8.") from error
    try:
        _forbid_tricks(text, refuse)
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise refuse(
            line,
            f"YAML illisible ({error.problem}).",
            "Vérifiez l'indentation, les guillemets et les deux-points.",
        ) from error
    except yaml.YAMLError as error:
        raise refuse(
            1, "YAML illisible (caractère interdit).", "Retirez les caractères de contrôle."
        ) from error
    if node is None:
        raise refuse(1, "le fichier est vide.", "Partez d'un fichier livré comme modèle.")
    lines: dict[FieldPath, int] = {}
    return Source(name, _build(node, (), lines, refuse), lines)


def _forbid_tricks(text: str, refuse: Any) -> None:
    depth = count = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(
                line, "les ancres et alias (&, *) sont interdits.", "Répétez la valeur en toutes lettres."
            )
        tag = getattr(event, "tag", None)
        if tag:
            raise refuse(
                line,
                f"les étiquettes YAML ({tag}) sont interdites.",
                "Retirez le mot qui commence par « ! ».",
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        count += isinstance(event, yaml.NodeEvent)
        if depth > MAX_DEPTH:
            raise refuse(line, f"plus de {MAX_DEPTH} niveaux imbriqués.", "Aplatissez la structure.")
        if count > MAX_NODES:
            raise refuse(line, f"plus de {MAX_NODES} valeurs.", "Découpez le fichier.")


def _build(node: yaml.Node, path: FieldPath, lines: dict[FieldPath, int], refuse: Any) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise refuse(line, "une clé doit être un simple mot.", "Écrivez « clé: valeur ».")
            key = str(key_node.value)
            if key in result:
                raise refuse(line, f"la clé « {key} » est écrite deux fois.", "Gardez-en une seule.")
            result[key] = _build(value_node, (*path, key), lines, refuse)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*path, at), lines, refuse) for at, item in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    value: str = node.value
    if getattr(node, "style", None) is not None:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.match(value):
        return int(value)
    return float(value) if _FLOAT.match(value) else value
