"""The ledger on the shipped labelled statements, and on forms written for it: the floors that hold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.claims import Case, answers, figures, read_cases
from server.adapters.content.library import FileLibrary

ROOT = Path(__file__).parents[2]
FORMS = ROOT / "tests" / "data" / "claims" / "forms.txt"
FOUND, FLAGGED = 0.84, 0.02
FORMS_FOUND = 0.97


def forms() -> Iterator[Case]:
    for at, line in enumerate(FORMS.read_text(encoding="utf-8").splitlines()):
        if line.startswith("#") or not line.strip():
            continue
        scenario, register, before, text, verdict = (part.strip() for part in line.split("|"))
        quote = re.search(r"\[\[(.*?)\]\]", text)
        assert quote is not None, line
        plain = text.replace("[[", "").replace("]]", "")
        yield Case(f"F{at}", scenario, register, before, plain, quote.group(1), "", verdict)


def test_the_shipped_bench_holds_its_floor(library: FileLibrary) -> None:
    found = figures(list(answers(library, read_cases(ROOT / "corpus" / "claims"))))
    assert found["wrong_found"]["share"] >= FOUND
    assert found["right_flagged"]["share"] <= FLAGGED
    assert found["none_flagged"]["share"] <= FLAGGED
    assert found["right_recognised"]["share"] >= 0.9


def test_forms_of_every_kind_of_figure(library: FileLibrary) -> None:
    found = figures(list(answers(library, forms())))
    assert found["wrong_found"]["share"] >= FORMS_FOUND
    assert found["right_flagged"]["hits"] == 0
    assert found["none_flagged"]["hits"] == 0


@pytest.mark.parametrize("half", ["odd", "even"])
def test_each_half_flags_almost_no_right_figure(library: FileLibrary, half: str) -> None:
    cases = [
        case for case in read_cases(ROOT / "corpus" / "claims") if int(case.id[1:]) % 2 == (half == "odd")
    ]
    found = figures(list(answers(library, cases)))
    assert found["right_flagged"]["share"] <= FLAGGED
    assert found["wrong_found"]["share"] >= (0.95 if half == "odd" else 0.7)
