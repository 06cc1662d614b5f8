"""``entretien check``: every problem of every file, with its line, why, and how to mend."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.rubric_loader import check_rubrics, load_rubrics
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import Source, read_yaml
from server.domain.catalogue import Catalogue
from server.domain.checks import catalogue as catalogue_checks
from server.domain.checks import scenario as scenario_checks
from server.domain.client.defaults import ClientDefaults
from server.domain.problems import BadContent, Finding, Problem
from server.domain.scenario import Scenario

YAML = (".yaml", ".yml")


def check(root: Path, paths: Sequence[Path]) -> tuple[list[str], list[Problem]]:
    """Lint the given files or folders; without any, all that is shipped."""
    known = _known(root)
    files = _files(paths) if paths else _shipped(root)
    problems: list[Problem] = []
    if not paths:
        problems += check_rubrics(root / "rubrics")
    ids: dict[str, str] = {}
    for path in files:
        name = f"{path.parent.name}/{path.name}"
        try:
            source = read_yaml(path, name)
            problems += _check_one(source, known, ids)
        except BadContent as error:
            problems += error.problems
    return [str(path) for path in files], problems


def _check_one(source: Source, known: scenario_checks.Known, ids: dict[str, str]) -> list[Problem]:
    format_name = source.data.get("schema") if isinstance(source.data, dict) else None
    if format_name == "catalogue/1":
        found: Iterable[Finding] = catalogue_checks.findings(parse(source, Catalogue))
    elif format_name == "scenario/1":
        scenario = parse(source, Scenario)
        found = [*_same_id(scenario.id, source.name, ids), *scenario_checks.findings(scenario, known)]
    elif format_name == "client/1":
        parse(source, ClientDefaults)
        found = ()
    else:
        found = [
            Finding(
                ("schema",),
                f"« schema » vaut « {format_name} », qui n'est pas un format connu ici.",
                "Écrivez schema: scenario/1 (ou catalogue/1) en première ligne.",
            )
        ]
    return [source.problem(item.path, item.why, item.mend) for item in found]


def _same_id(scenario_id: str, name: str, ids: dict[str, str]) -> list[Finding]:
    if scenario_id in ids:
        return [
            Finding(
                ("id",),
                f"« {scenario_id} » est déjà l'identifiant de {ids[scenario_id]}.",
                "Donnez-en un autre.",
            )
        ]
    ids[scenario_id] = name
    return []


def _known(root: Path) -> scenario_checks.Known:
    catalogue_path = sorted((root / "catalogue").glob("*.yaml"))[-1]
    lexicon = load_lexicon(root)
    rubrics = load_rubrics(root / "rubrics")
    return scenario_checks.Known(
        catalogue=parse(read_yaml(catalogue_path), Catalogue),
        defaults=parse(read_yaml(root / "lexicons" / "client.yaml"), ClientDefaults),
        acts=frozenset(act.code for act in lexicon.codebook.acts),
        themes=frozenset(theme.id for theme in lexicon.themes),
        rubrics={name: frozenset(c.id for c in rubric.criteria) for name, rubric in rubrics.items()},
    )


def _shipped(root: Path) -> list[Path]:
    return [
        *sorted((root / "scenarios").glob("*.yaml")),
        *sorted((root / "catalogue").glob("*.yaml")),
        root / "lexicons" / "client.yaml",
    ]


def _files(paths: Sequence[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        files += sorted(p for p in path.rglob("*") if p.suffix in YAML) if path.is_dir() else [path]
    return files
