"""Commands that converse or read conversations: ``play``, ``simulate``, ``score``."""

import asyncio
import json
import secrets
import sys
from dataclasses import replace
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
from server.entrypoints.cli.voices import usage_line, voice_line
from server.settings import read_settings
from server.usecases import aloud as playing_aloud
from server.usecases import score as scoring
from server.usecases import simulate as playing
from server.usecases.aloud import Aloud
from server.usecases.ports import Library, Voice
from server.usecases.simulate import Play

VOICE_HELP = "llm ou embedded ; par défaut, celle des réglages."
SIMULATE_VOICE_HELP = "llm ou embedded. Seule la voix embarquée redonne le même texte, octet pour octet."
QUIT = ("/fin", "/end", "/quit")
SEED_BITS = 31


def _stage(library: Library, scenario: Scenario) -> Stage:
    return Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)


def play(
    scenario: Annotated[str, typer.Argument(help="Identifiant (AC-01) ou fichier YAML.")],
    seed: Annotated[int | None, typer.Option(help="Graine, pour rejouer à l'identique.")] = None,
    voice: Annotated[str, typer.Option(help=VOICE_HELP)] = "",
) -> None:
    """Joue l'entretien dans le terminal, débrief à la fin. « /fin » termine."""
    settings = replace(read_settings(), pace=0.0)
    library = bootstrap.build_library(settings)
    chosen = library.find_scenario(scenario)
    speaker = bootstrap.build_voice(settings, library, voice)
    console = Console()
    console.print(f"[bold]{chosen.title}[/bold]", chosen.objective, chosen.opening.stage, sep="\n")
    console.print("Vous allez parler à une IA. « /fin » termine l'entretien.", style="italic")
    console.print(voice_line(speaker.status()), style="italic", markup=False)
    stage = _stage(library, chosen)
    with asyncio.Runner() as runner:
        current = runner.run(
            _converse(console, stage, secrets.randbits(SEED_BITS) if seed is None else seed, speaker)
        )
    if any(turn.speaker == "advisor" for turn in current.turns):
        transcript = playing.transcript_of(current, f"play-{chosen.id}")
        assessment, _ = scoring.score(library, transcript, chosen, current.moves)
        print_debrief(console, assessment, library.rubric(chosen.rubric))


async def _converse(console: Console, stage: Stage, seed: int, voice: Voice) -> Play:
    """Read a line, hear the client, until one of the two stops."""
    name = stage.scenario.persona.first_name
    teller = _Teller(console, name)
    spoken = await playing_aloud.start(stage, seed, voice, teller)
    teller.end()
    while not spoken.play.ended:
        try:
            line = console.input("Vous : ")
            if line.strip() in QUIT:
                break
            spoken = await playing_aloud.say(spoken, said_text(line), voice, teller)
            teller.end()
        except BadInput as error:
            console.print(error.message, markup=False)
        except EOFError:
            break
    await voice.close()
    if spoken.usage.calls:
        console.print(usage_line(spoken.usage), style="italic", markup=False)
    return spoken.play


class _Teller:
    """Shows what the client says as it comes; what is shown is never taken back."""

    def __init__(self, console: Console, name: str) -> None:
        self._console = console
        self._name = name
        self._told = ""

    def __call__(self, text: str) -> None:
        if not self._told:
            self._console.print(f"{self._name} : ", end="", markup=False)
        self._console.print(text[len(self._told) :], end="", markup=False, highlight=False)
        self._told = text

    def end(self) -> None:
        """The client has finished; ready for the next turn."""
        if self._told:
            self._console.print()
        self._told = ""


def simulate(
    scenario: Annotated[str, typer.Argument(help="Identifiant (AC-01) ou fichier YAML.")],
    advisor: Annotated[Path, typer.Option(help="Les répliques du conseiller, une par ligne.")],
    seed: Annotated[int, typer.Option(help="Graine : mêmes répliques, même trajectoire.")] = 0,
    record: Annotated[Path | None, typer.Option(help="Fiche client, JSON champ → valeur.")] = None,
    name: Annotated[str, typer.Option("--id", help="Identifiant du transcript.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="transcript/1 avec la trace du directeur.")] = False,
    voice: Annotated[str, typer.Option(help=SIMULATE_VOICE_HELP)] = "embedded",
) -> None:
    """Joue les répliques d'un fichier contre le client simulé."""
    settings = replace(read_settings(), pace=0.0)
    library = bootstrap.build_library(settings)
    chosen = library.find_scenario(scenario)
    try:
        lines = [line.strip() for line in advisor.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{advisor} : fichier introuvable ou illisible. Donnez un texte UTF-8.") from error
    if not lines:
        raise BadInput(f"{advisor} : aucune réplique. Écrivez une réplique par ligne.")
    transcript_id = name or f"sim-{chosen.id}-{seed}"
    if voice == "embedded":
        played = playing.play_lines(_stage(library, chosen), lines, seed)
        document = playing.document(played, transcript_id)
    else:
        spoken = asyncio.run(
            _play_aloud(_stage(library, chosen), lines, seed, bootstrap.build_voice(settings, library, voice))
        )
        played, document = spoken.play, playing_aloud.document(spoken, transcript_id)
    if record is not None:
        document["client_record"] = read_record(record)
    if as_json:
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    for turn in played.turns:
        who = "Vous" if turn.speaker == "advisor" else chosen.persona.first_name
        typer.echo(f"{who} : {turn.text}")
    typer.echo(f"Fin : {played.ended or 'le conseiller s’est arrêté'}. Confiance : {played.client.trust}.")


async def _play_aloud(stage: Stage, lines: list[str], seed: int, voice: Voice) -> Aloud:
    try:
        return await playing_aloud.play_lines(stage, lines, seed, voice)
    finally:
        await voice.close()


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
