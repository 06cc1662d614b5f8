"""Commands on content: ``check`` and ``schema``."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from server import bootstrap
from server.domain.assessment.model import Assessment
from server.domain.rubric import RubricFile
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript
from server.settings import read_settings

FOUND_WANTING = 1
SCHEMAS: dict[str, Any] = {
    "scenario": Scenario,
    "rubric": RubricFile,
    "transcript": Transcript,
    "assessment": Assessment,
}


def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Fichiers ou dossiers ; par défaut, tout.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Un document JSON sur la sortie standard.")] = False,
) -> None:
    """Vérifie scénarios, grilles et catalogue : fichier, ligne, champ, pourquoi, comment réparer."""
    files, problems = bootstrap.check_content(read_settings(), paths or [])
    if as_json:
        document = {
            "files": files,
            "problems": [
                {"file": p.file, "line": p.line, "field": p.field, "why": p.why, "mend": p.mend}
                for p in problems
            ],
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for problem in problems:
            typer.echo(problem.sentence())
        verdict = "aucun problème" if not problems else f"{len(problems)} problème(s)"
        sys.stderr.write(f"{len(files)} fichier(s) lu(s), {verdict}.\n")
    if problems:
        raise typer.Exit(FOUND_WANTING)


def schema(
    kind: Annotated[str, typer.Argument(help="scenario, rubric, transcript ou assessment")],
) -> None:
    """Affiche le schéma JSON d'un format."""
    if kind not in SCHEMAS:
        sys.stderr.write(f"« {kind} » n'est pas un format. Choisissez parmi : {', '.join(SCHEMAS)}.\n")
        raise typer.Exit(2)
    document = SCHEMAS[kind].model_json_schema(by_alias=True)
    document["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    typer.echo(json.dumps(document, ensure_ascii=False, indent=2))
