"""The command ``agreement``: the engine against annotators, as tables, Markdown or JSON."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from server import bootstrap
from server.domain.agreement import AgreementReport
from server.domain.agreement.words import AgreementWords, Provenance
from server.domain.errors import BadInput, Unavailable
from server.entrypoints.cli.agreement_sheets import Sheet, corpus_line, notes, sheets
from server.settings import read_settings
from server.usecases.agreement import agreement as compare

PIPED_WIDTH = 120
ENGINES = ("rules", "llm")


def agreement(
    gold: Annotated[Path, typer.Argument(help="Dossier avec transcripts/ et annotations/A, B…")],
    engine: Annotated[str, typer.Option(help="rules ou llm.")] = "rules",
    provenance: Annotated[
        Provenance, typer.Option(help="Qui a écrit et annoté le corpus : les réserves en dépendent.")
    ] = "models",
    unseen: Annotated[bool, typer.Option("--unseen", help="Le corpus n'a jamais servi à régler.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Un document agreement/1.")] = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Un rapport en Markdown.")] = False,
) -> None:
    """Compare le moteur aux annotateurs et les annotateurs entre eux, par acte et par critère."""
    if as_json and as_markdown:
        raise BadInput("--json et --markdown s'excluent. Choisissez l'un des deux.")
    _require(engine)
    settings = read_settings()
    corpus = bootstrap.read_gold(gold)
    words = bootstrap.agreement_words(settings)
    progress = track(
        corpus.items, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    )
    report = compare(bootstrap.build_library(settings), corpus, progress)
    reserves = words.reserves(report, provenance, unseen)
    if as_json:
        document = {
            **report.model_dump(mode="json", by_alias=True),
            "provenance": provenance,
            "caveats": reserves,
        }
        typer.echo(json.dumps(document, ensure_ascii=False, indent=1))
    elif as_markdown:
        typer.echo(markdown(report, words, reserves))
    else:
        _print(report, words, reserves)


def _require(engine: str) -> None:
    if engine not in ENGINES:
        raise BadInput(f"« {engine} » n'est pas un moteur. Choisissez rules ou llm.")
    if engine != "rules":
        raise Unavailable("Le juge par modèle de langage n'est pas configuré. Utilisez --engine rules.")


def markdown(report: AgreementReport, words: AgreementWords, reserves: tuple[str, ...]) -> str:
    """The whole report: reserves first, then figures, then how to read them. No text of a transcript."""
    parts = [f"# {words.title}", words.produced, corpus_line(report, words)]
    parts += [f"## {words.caveats_title}", _bullets(reserves)]
    for sheet in sheets(report, words):
        parts += [f"## {sheet.title}", _grid(sheet)]
    parts += [*notes(report, words), f"## {words.reading_title}", _bullets(words.reading)]
    return "\n\n".join(parts)


def _bullets(lines: tuple[str, ...]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _grid(sheet: Sheet) -> str:
    rule = ("---", *("---:" for _ in sheet.columns[1:]))
    return "\n".join(f"| {' | '.join(row)} |" for row in (sheet.columns, rule, *sheet.rows))


def _print(report: AgreementReport, words: AgreementWords, reserves: tuple[str, ...]) -> None:
    console = Console(width=None if sys.stdout.isatty() else PIPED_WIDTH, highlight=False)
    console.print(corpus_line(report, words), markup=False)
    for sheet in sheets(report, words):
        table = Table(title=sheet.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for place, column in enumerate(sheet.columns):
            table.add_column(column, justify="right" if place else "left")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
    for line in (*notes(report, words), f"{words.caveats_title} :", *(f"- {line}" for line in reserves)):
        console.print(line, markup=False)
