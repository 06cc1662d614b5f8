"""The command ``probe``: does this scenario tell a strong advisor from a weak one, and does it hold?"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table

from server import bootstrap
from server.domain.probing.model import Learner
from server.domain.probing.verdict import Probe, Run
from server.settings import read_settings
from server.usecases.probe import bench, conclude, runs

FOUND_WANTING = 1


def probe(
    scenario: Annotated[str, typer.Argument(help="Identifiant (AC-01) ou fichier YAML.")],
    seeds: Annotated[int, typer.Option(min=1, max=200, help="Nombre d'entretiens par apprenant.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Un document JSON sur la sortie standard.")] = False,
) -> None:
    """Éprouve un personnage : des apprenants de synthèse le jouent, le verdict dit s'il départage et s'il tient."""
    library = bootstrap.build_library(read_settings())
    on = bench(library, library.find_scenario(scenario), library.learners)
    progress = track(
        runs(on, seeds),
        total=len(library.learners.learners) * seeds,
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    result = conclude(on, list(progress))
    if as_json:
        typer.echo(json.dumps(document(result), ensure_ascii=False, indent=1))
    else:
        print_probe(Console(), result, library.learners.learners)
    if not result.discriminating:
        raise typer.Exit(FOUND_WANTING)


def document(result: Probe) -> dict[str, Any]:
    """The proof as plain data."""
    return {"schema": "probe/1", "discriminating": result.discriminating, **asdict(result)}


def print_probe(console: Console, result: Probe, learners: Sequence[Learner]) -> None:
    """A table of learners, the measures, and the reasons if any."""
    table = Table("Apprenant", "Confiance", "Note", "Faits", "Tours", "Fin")
    for learner in learners:
        own = [run for run in result.runs if run.learner == learner.id]
        table.add_row(learner.label, *_row(own))
    console.print(table)
    console.print(
        f"Fort > moyen > faible : confiance {_percent(result.trust_order)}, note {_percent(result.score_order)} "
        f"des graines. Répliques d'attaque différentes : {result.attack_lines}.",
        markup=False,
    )
    console.print(
        f"Même script, cinq graines, phrases d'au moins 5 mots : "
        f"{_percent(result.variety.everywhere)} dites à chaque fois, "
        f"{_percent(result.variety.shared)} dites au moins deux fois.",
        markup=False,
    )
    for reason in result.reasons:
        console.print(f"- {reason.why} {reason.mend}", markup=False)
    console.print(
        "Ce scénario départage." if result.discriminating else "Ce scénario ne passe pas l'épreuve."
    )


def _row(own: Sequence[Run]) -> tuple[str, str, str, str, str]:
    outcomes = sorted({run.outcome for run in own})
    return (
        _range([run.final_trust for run in own]),
        _range([run.mark for run in own]),
        _range([len(run.revealed) for run in own]),
        _range([run.turns for run in own]),
        ", ".join(outcomes),
    )


def _range(values: Sequence[float]) -> str:
    low, high = f"{min(values):g}".replace(".", ","), f"{max(values):g}".replace(".", ",")
    return low if low == high else f"{low} à {high}"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
