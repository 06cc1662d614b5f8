"""Rubrics: ``rubrics/<id>.yaml`` lists criteria, each in its own file under ``rubrics/criteria``."""

from pathlib import Path

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import Source, read_yaml
from server.domain.feedback import Feedback
from server.domain.problems import BadContent, Problem
from server.domain.rubric import Criterion, Rubric, RubricFile, assemble, names_in

FORMAT = "rubric/1"
QUOTABLE = ("said", "facts", "offers", "claims", "objections", "points", "jargon", "steps", "writing")


def load_rubrics(folder: Path) -> dict[str, Rubric]:
    """Every rubric by id. Raises BadContent with the first file at fault."""
    feedback_path = folder.parent / "lexicons" / "feedback.yaml"
    feedback = parse(read_yaml(feedback_path, "lexicons/feedback.yaml"), Feedback)
    criteria = {}
    for path in sorted((folder / "criteria").glob("*.yaml")):
        criterion = parse(read_yaml(path, f"rubrics/criteria/{path.name}"), Criterion)
        criteria[criterion.id] = criterion
    rubrics = {}
    for source in rubric_sources(folder):
        file = parse(source, RubricFile)
        problems = rubric_problems(source, file, set(criteria))
        if problems:
            raise BadContent(tuple(problems))
        rubrics[file.id] = assemble(file, criteria, feedback)
    return rubrics


def rubric_sources(folder: Path) -> list[Source]:
    """The rubric files of a folder (the codebook and the référentiel are not rubrics)."""
    sources = [read_yaml(path, f"rubrics/{path.name}") for path in sorted(folder.glob("*.yaml"))]
    return [s for s in sources if isinstance(s.data, dict) and s.data.get("schema") == FORMAT]


def rubric_problems(source: Source, file: RubricFile, criteria: set[str]) -> list[Problem]:
    """Unknown or repeated criteria of a rubric file."""
    problems = []
    seen: set[str] = set()
    for at, entry in enumerate(file.criteria):
        path = ("criteria", at, "criterion")
        if entry.criterion not in criteria:
            problems.append(
                source.problem(
                    path,
                    f"le critère « {entry.criterion} » n'a pas de fichier.",
                    "Ajoutez rubrics/criteria/, ou corrigez l'identifiant.",
                )
            )
        if entry.criterion in seen:
            problems.append(
                source.problem(path, f"« {entry.criterion} » est écrit deux fois.", "Gardez-en un.")
            )
        seen.add(entry.criterion)
    return problems


def check_rubrics(folder: Path) -> list[Problem]:
    """Every problem of the criteria and rubric files of a folder."""
    problems: list[Problem] = []
    ids: set[str] = set()
    for path in sorted((folder / "criteria").glob("*.yaml")):
        problems += check_criterion(path, ids)
    for source in rubric_sources(folder):
        problems += check_rubric(source, ids)
    return problems


def check_criterion(path: Path, ids: set[str]) -> list[Problem]:
    """Every problem of one criterion file; its id joins ``ids``."""
    try:
        source = read_yaml(path, f"{path.parent.name}/{path.name}")
        criterion = parse(source, Criterion)
    except BadContent as error:
        return list(error.problems)
    again = criterion.id in ids
    ids.add(criterion.id)
    repeated = source.problem(
        ("id",), f"le critère « {criterion.id} » existe déjà.", "Donnez-lui un autre id."
    )
    return [*([repeated] if again else []), *criterion_problems(source, criterion)]


def check_rubric(source: Source, criteria: set[str]) -> list[Problem]:
    """Every problem of one rubric file."""
    try:
        return rubric_problems(source, parse(source, RubricFile), criteria)
    except BadContent as error:
        return list(error.problems)


def criterion_problems(source: Source, criterion: Criterion) -> list[Problem]:
    """A criterion whose levels nothing quotable can prove."""
    ladder = criterion.ladder
    named = {name for rung in (ladder.one, ladder.two, ladder.three) for name in names_in(rung)}
    checks = [check for check in criterion.checks if check.id in named]
    if any(check.find.measure in QUOTABLE for check in checks):
        return []
    return [
        source.problem(
            ("ladder",),
            f"aucune preuve citable ne porte les niveaux de {criterion.id}.",
            "Fondez au moins un niveau sur une vérification qui cite (said, facts, offers, claims…).",
        )
    ]
