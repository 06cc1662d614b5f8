"""Commands that converse or read conversations: ``play``, ``simulate``, ``score``."""

import json
import secrets
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from server import bootstrap
from server.domain.errors import BadInput, Unavailable
from server.domain.exchange import Stage
from server.domain.input import said_text
from server.domain.scenario import Scenario
from server.entrypoints.cli.debrief import print_debrief
from server.settings import read_settings
from server.usecases import score as scoring
from server.usecases import simulate as playing
from server.usecases.ports import Library

QUIT = ("/fin", "/end", "/quit")
SEED_BITS = 31


def _stage(library: Library, scenario: Scenario) -> Stage:
    return Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)


def play(
    scenario: Annotated[str, typer.Argument(help="Identifiant (AC-01) ou fichier YAML.")],
    seed: Annotated[int | None, typer.Option(help="Graine, pour rejouer à l'identique.")] = None,
) -> None:
    """Joue l'entretien dans le terminal, débrief à la fin. « /fin » termine."""
    library = bootstrap.build_library(read_settings())
    chosen = library.find_scenario(scenario)
    console = Console()
    console.print(f"[bold]{chosen.title}[/bold]", chosen.objective, chosen.opening.stage, sep="\n")
    console.print("Vous allez parler à une IA. « /fin » termine l'entretien.", style="italic")
    current = playing.start(_stage(library, chosen), secrets.randbits(SEED_BITS) if seed is None else seed)
    name = chosen.persona.first_name
    if current.turns:
        console.print(f"{name} : {current.turns[-1].text}", markup=False)
    while not current.ended:
        try:
            line = console.input("Vous : ")
            if line.strip() in QUIT:
                break
            current = playing.say(current, said_text(line))
            console.print(f"{name} : {current.turns[-1].text}", markup=False)
        except BadInput as error:
            console.print(error.message, markup=False)
        except EOFError:
            break
    if any(turn.speaker == "advisor" for turn in current.turns):
        transcript = playing.transcript_of(current, f"play-{chosen.id}")
        assessment, _ = scoring.score(library, transcript, chosen, current.moves)
        print_debrief(console, assessment, library.rubric(chosen.rubric))


def simulate(
    scenario: Annotated[str, typer.Argument(help="Identifiant (AC-01) ou fichier YAML.")],
    advisor: Annotated[Path, typer.Option(help="Les répliques du conseiller, une par ligne.")],
    seed: Annotated[int, typer.Option(help="Graine : mêmes répliques, même trajectoire.")] = 0,
    record: Annotated[Path | None, typer.Option(help="Fiche client, JSON champ → valeur.")] = None,
    name: Annotated[str, typer.Option("--id", help="Identifiant du transcript.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="transcript/1 avec la trace du directeur.")] = False,
) -> None:
    """Joue les répliques d'un fichier contre le client simulé."""
    library = bootstrap.build_library(read_settings())
    chosen = library.find_scenario(scenario)
    try:
        lines = [line.strip() for line in advisor.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{advisor} : fichier introuvable ou illisible. Donnez un texte UTF-8.") from error
    if not lines:
        raise BadInput(f"{advisor} : aucune réplique. Écrivez une réplique par ligne.")
    played = playing.play_lines(_stage(library, chosen), lines, seed)
    document = playing.document(played, name or f"sim-{chosen.id}-{seed}")
    if record is not None:
        document["client_record"] = read_record(record)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for turn in played.turns:
        who = "Vous" if turn.speaker == "advisor" else chosen.persona.first_name
        typer.echo(f"{who} : {turn.text}")
    typer.echo(f"Fin : {played.ended or 'le conseiller s’est arrêté'}. Confiance : {played.client.trust}.")


def read_record(path: Path) -> dict[str, str]:
    """A client record from a JSON file. Raises BadInput."""
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BadInput(f"{path} : fiche introuvable ou illisible. Donnez un objet JSON.") from error
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise BadInput(f"{path} : une fiche est un objet JSON dont les valeurs sont des textes.")
    return fields


def score(
    transcripts: Annotated[list[Path], typer.Argument(help="Transcripts transcript/1.")],
    engine: Annotated[str, typer.Option(help="rules ou llm.")] = "rules",
    as_json: Annotated[
        bool, typer.Option("--json", help="assessment/1 ; JSON Lines s'il y en a plusieurs.")
    ] = False,
) -> None:
    """Analyse et évalue des transcripts."""
    if engine not in ("rules", "llm"):
        raise BadInput(f"« {engine} » n'est pas un moteur. Choisissez rules ou llm.")
    if engine == "llm":
        raise Unavailable("Le juge par modèle de langage n'est pas configuré. Utilisez --engine rules.")
    library = bootstrap.build_library(read_settings())
    console = Console(stderr=True)
    several = len(transcripts) > 1
    progress = track(transcripts, console=console, transient=True, disable=not sys.stderr.isatty())
    for path in progress:
        transcript = library.transcript_at(path)
        assessment, _ = scoring.score(library, transcript)
        if as_json:
            document = assessment.model_dump(mode="json", by_alias=True)
            typer.echo(json.dumps(document, ensure_ascii=False, indent=None if several else 1))
        else:
            scenario = library.scenario(transcript.scenario)
            print_debrief(Console(), assessment, library.rubric(scenario.rubric))
