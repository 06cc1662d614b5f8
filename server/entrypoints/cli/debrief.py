"""The debrief in a terminal: levels with their evidence."""

from rich.console import Console
from rich.table import Table

from server.domain.assessment.model import Assessment
from server.domain.rubric import Rubric

NOT_SEEN = "non observé"


def print_debrief(console: Console, assessment: Assessment, rubric: Rubric) -> None:
    """Print the summary, the criteria and their quotes, the score and its limits."""
    console.print(f"\n{rubric.title}, {assessment.transcript}", style="bold", markup=False)
    if assessment.summary:
        console.print(assessment.summary, markup=False)
    names = {criterion.id: criterion.short for criterion in rubric.criteria}
    table = Table("Critère", "Niveau", "Pourquoi", "Preuves", show_lines=True)
    for judged in assessment.criteria:
        level = NOT_SEEN if judged.level is None else f"{judged.level}/{judged.max}"
        proofs = "\n".join(f"{e.polarity} tour {e.turn} « {e.quote} »" for e in judged.evidence)
        table.add_row(names.get(judged.id, judged.id), level, _plain(judged.rationale), _plain(proofs))
    console.print(table)
    for priority in assessment.priorities:
        console.print(f"À retravailler, tour {priority.turn} : {priority.why}", markup=False)
        console.print(f"  « {priority.quote} » → {priority.better}", markup=False)
    if assessment.score.value is not None:
        note = f"{assessment.score.value:.1f}".replace(".", ",")
        console.print(
            f"Note indicative : {note}/{assessment.score.out_of}. Une personne décide.", markup=False
        )


def _plain(text: str) -> str:
    return text.replace("[", r"\[")
