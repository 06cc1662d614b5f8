"""The rubrics of a project folder: ``rubrics/<id>.yaml``, their criteria, the sentences of the feedback."""

from pathlib import Path

from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.feedback import Feedback
from server.domain.problems import BadContent
from server.domain.rubric import Criterion, Rubric, RubricFile, assemble

NOT_RUBRICS = ("codebook", "referentiel")


def rubric_paths(root: Path) -> list[Path]:
    """Files of the rubrics, in order of name."""
    return sorted(path for path in (root / "rubrics").glob("*.yaml") if path.stem not in NOT_RUBRICS)


def load_criteria(root: Path) -> dict[str, Criterion]:
    """Every criterion of ``rubrics/criteria``, by id. Raises BadContent."""
    found = {}
    for path in sorted((root / "rubrics" / "criteria").glob("*.yaml")):
        source = read_yaml(path)
        criterion = parse(source, Criterion)
        if criterion.id != path.stem:
            why = f"le fichier s'appelle « {path.stem} » et le critère « {criterion.id} »."
            raise BadContent((source.problem(("id",), why, "Donnez-leur le même nom."),))
        found[criterion.id] = criterion
    return found


def load_feedback(root: Path) -> Feedback:
    """The sentences of the debrief. Raises BadContent."""
    return parse(read_yaml(root / "lexicons" / "feedback.yaml"), Feedback)


def load_rubric(path: Path, criteria: dict[str, Criterion], feedback: Feedback) -> Rubric:
    """One rubric, whole. Raises BadContent."""
    source = read_yaml(path)
    file = parse(source, RubricFile)
    for at, entry in enumerate(file.criteria):
        if entry.criterion not in criteria:
            why = f"le critère « {entry.criterion} » n'existe pas."
            mend = "Corrigez l'identifiant ou ajoutez le fichier dans rubrics/criteria."
            raise BadContent((source.problem(("criteria", at, "criterion"), why, mend),))
    return assemble(file, criteria, feedback)


def load_rubrics(root: Path) -> dict[str, Rubric]:
    """Every rubric of a project folder, by id. Raises BadContent."""
    criteria, feedback = load_criteria(root), load_feedback(root)
    rubrics = (load_rubric(path, criteria, feedback) for path in rubric_paths(root))
    return {rubric.id: rubric for rubric in rubrics}
