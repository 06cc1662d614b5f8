"""Rubrics: ``rubrics/<id>.yaml`` lists criteria, each in its own file under ``rubrics/criteria``."""

from pathlib import Path

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import Source, read_yaml
from server.domain.feedback import Feedback
from server.domain.problems import BadContent, Problem
from server.domain.rubric import Criterion, Rubric, RubricFile, assemble

FORMAT = "rubric/1"
CRITERION_FORMAT = "criterion/1"


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
            problems.append(source.problem(path, f"« {entry.criterion} » est écrit deux fois.", "Gardez-en un."))
        seen.add(entry.criterion)
    return problems


def criterion_problems(source: Source, criterion: Criterion) -> list[Problem]:
    """A criterion whose levels no evidence can prove: no check with evidence behind a level."""
    if not any(check.evidence for check in criterion.checks):
        return [
            source.problem(
                ("checks",),
                f"aucune vérification de {criterion.id} ne dit quelle preuve elle cite.",
                "Ajoutez « evidence » : les actes ou les faits qui la prouvent.",
            )
        ]
    return []
