"""``python -m bench``: scoring beside a regex baseline, the director's turn, the analysis of a long interview."""

import argparse
import json
import platform
import sys
from dataclasses import asdict
from typing import Any

from bench.measures import measure_deciding, measure_reading, measure_scoring
from server import bootstrap
from server.settings import read_settings

ROUNDS = 5


def main() -> None:
    """Read the arguments, measure, print a table or one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--json", action="store_true", help="un document JSON sur la sortie standard")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="tours de mesure, médiane retenue")
    options = parser.parse_args()
    figures = measure(max(1, options.rounds))
    text = json.dumps(figures, ensure_ascii=False, indent=1) if options.json else _told(figures)
    sys.stdout.write(text + "\n")


def measure(rounds: int) -> dict[str, Any]:
    """Every figure, with what it was measured on."""
    settings = read_settings()
    library = bootstrap.build_library(settings)
    return {
        "schema": "bench/1",
        "python": platform.python_version(),
        "machine": platform.machine(),
        "rounds": rounds,
        "clock": "process",
        "scoring": asdict(measure_scoring(library, rounds)),
        "deciding": asdict(measure_deciding(library, settings.root / "transcripts" / "scripts", rounds)),
        "reading": asdict(measure_reading(library, rounds)),
    }


def _told(figures: dict[str, Any]) -> str:
    scoring, deciding, reading = figures["scoring"], figures["deciding"], figures["reading"]
    rows = [
        (
            f"Évaluation, {scoring['transcripts']} transcripts livrés",
            f"{number(scoring['per_second'])} par seconde",
        ),
        ("Expressions régulières seules", f"{number(scoring['baseline_per_second'])} par seconde"),
        ("Rapport", f"{number(scoring['ratio'])} fois le temps des expressions régulières"),
        (
            f"Directeur, décider et parler, {deciding['turns']} tours",
            f"{number(deciding['median_ms'], 2)} ms médian, {number(deciding['p95_ms'], 2)} ms au 95e centile",
        ),
        (f"Analyse d'un transcript de {reading['turns']} tours", f"{number(reading['median_ms'])} ms"),
    ]
    head = f"Temps de processeur, Python {figures['python']}, {figures['rounds']} tours de mesure."
    return "\n".join([head, *(f"{name:<48}{value}" for name, value in rows)])


def number(value: float, decimals: int = 1) -> str:
    """The French way."""
    return f"{value:.{decimals}f}".replace(".", ",")


if __name__ == "__main__":
    main()
