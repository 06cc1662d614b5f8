"""``python -m bench.claims corpus/claims``: the claim ledger against labelled statements.

Each case is one advisor turn after one client turn, with the words that state a figure (``quote``) and its label:
``right``, ``wrong``, or ``none`` when it is no statement about the bank (a client's own figure, a sum, a slip put
right at once…). What counts is whether the ledger calls the quoted figure wrong.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from server import bootstrap
from server.domain.assessment.model import Claim
from server.domain.text import normal
from server.domain.transcript import Transcript
from server.settings import read_settings
from server.usecases.ports import Library
from server.usecases.score import score

Half = Literal["odd", "even", "all"]
_DIGIT = re.compile(r"\d")
_REGISTERS = {"ecrit": "typed"}
_FAMILIES = {"D": "delegation", "R": "law"}


@dataclass(frozen=True, slots=True)
class Case:
    """One statement and its label."""

    id: str
    scenario: str
    register: str
    before: str
    text: str
    quote: str
    subject: str
    verdict: str

    @property
    def form(self) -> str:
        """How the figure is said: digits, words, or words of transcribed speech."""
        if self.register == "stt":
            return "stt"
        return "digits" if _DIGIT.search(self.quote) else "words"


@dataclass(frozen=True, slots=True)
class Answer:
    """What the ledger said of a case."""

    case: Case
    claims: tuple[Claim, ...]

    @property
    def wrong(self) -> bool:
        """Whether the quoted figure is called wrong."""
        return any(claim.verdict == "wrong" for claim in self.claims)

    @property
    def right(self) -> bool:
        """Whether the quoted figure is recognised as right."""
        return any(claim.verdict == "right" for claim in self.claims)

    @property
    def missed(self) -> bool:
        """Whether the ledger errs on the label."""
        return self.wrong != (self.case.verdict == "wrong")

    @property
    def named(self) -> bool:
        """Whether a wrong figure is told of the labelled subject (a family, outside products)."""
        wanted = _FAMILIES.get(self.case.subject.partition("-")[0], self.case.subject)
        told = {claim.subject.partition(":")[0] for claim in self.claims if claim.verdict == "wrong"}
        return wanted in told


def read_cases(folder: Path) -> list[Case]:
    """Every case of the files of a folder, in order."""
    names = Case.__dataclass_fields__
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [
        Case(**{name: normal(data[name]) for name in names}) for data in map(json.loads, filter(None, lines))
    ]


def half_of(cases: Sequence[Case], half: Half) -> list[Case]:
    """Odd-numbered cases were used to develop the rules, even-numbered ones only to measure."""
    wanted = {"odd": (1,), "even": (0,), "all": (0, 1)}[half]
    return [case for case in cases if int(case.id[1:]) % 2 in wanted]


def answers(library: Library, cases: Iterable[Case]) -> Iterator[Answer]:
    """Each case scored as the product scores a transcript."""
    for case in cases:
        assessment, _ = score(library, _transcript(case))
        yield Answer(
            case, tuple(claim for claim in assessment.claims if claim.turn == 2 and _about(claim, case))
        )


def _transcript(case: Case) -> Transcript:
    return Transcript.model_validate(
        {
            "schema": "transcript/1",
            "id": case.id,
            "scenario": case.scenario,
            "register": _REGISTERS.get(case.register, case.register),
            "turns": [
                {"n": 1, "speaker": "client", "text": case.before},
                {"n": 2, "speaker": "advisor", "text": case.text},
            ],
        }
    )


def _about(claim: Claim, case: Case) -> bool:
    """Whether a claim states something inside the quoted words."""
    start = case.text.find(case.quote)
    end = start + len(case.quote)
    places = [at.start() for at in re.finditer(re.escape(claim.stated), case.text)]
    inside = [at for at in places if claim.start <= at < claim.end]
    return any(at < end and start < at + len(claim.stated) for at in inside)


def figures(found: Sequence[Answer]) -> dict[str, Any]:
    """Shares, with how many cases each rests on."""
    wrong = [answer for answer in found if answer.case.verdict == "wrong"]
    right = [answer for answer in found if answer.case.verdict == "right"]
    none = [answer for answer in found if answer.case.verdict == "none"]
    return {
        "wrong_found": _share([answer.wrong for answer in wrong]),
        "right_flagged": _share([answer.wrong for answer in right]),
        "none_flagged": _share([answer.wrong for answer in none]),
        "right_recognised": _share([answer.right for answer in right]),
        "wrong_subject": _share([answer.named for answer in wrong if answer.wrong]),
        **{
            f"wrong_found_{form}": _share([answer.wrong for answer in wrong if answer.case.form == form])
            for form in ("digits", "words", "stt")
        },
    }


def _share(hits: Sequence[bool]) -> dict[str, Any]:
    return {"n": len(hits), "hits": sum(hits), "share": round(sum(hits) / len(hits), 4) if hits else None}


def main() -> None:
    """Read the arguments, measure, print a table or one JSON document."""
    parser = argparse.ArgumentParser(prog="python -m bench.claims", description=__doc__)
    parser.add_argument("folder", type=Path, help="dossier de fichiers JSON Lines")
    parser.add_argument("--half", choices=("odd", "even", "all"), default="all", help="moitié des cas")
    parser.add_argument("--json", action="store_true", help="un document JSON sur la sortie standard")
    parser.add_argument("--show", action="store_true", help="les cas manqués, un par ligne")
    options = parser.parse_args()
    library = bootstrap.build_library(read_settings())
    found = list(answers(library, half_of(read_cases(options.folder), options.half)))
    if not found:
        parser.error(f"aucun cas dans {options.folder}")
    told = figures(found)
    sys.stdout.write((json.dumps(told, ensure_ascii=False, indent=1) if options.json else _told(told)) + "\n")
    if options.show:
        sys.stdout.writelines(f"{_shown(answer)}\n" for answer in found if answer.missed)


_LABELS = {
    "wrong_found": "Chiffres faux trouvés",
    "wrong_found_digits": "  en chiffres",
    "wrong_found_words": "  en lettres",
    "wrong_found_stt": "  en parole transcrite",
    "wrong_subject": "  dits du bon sujet",
    "right_flagged": "Chiffres justes dits faux",
    "right_recognised": "Chiffres justes reconnus",
    "none_flagged": "Autres nombres dits faux",
}


def _told(told: dict[str, Any]) -> str:
    rows = []
    for name, label in _LABELS.items():
        share = told[name]
        value = "–" if share["share"] is None else f"{100 * share['share']:.1f} %".replace(".", ",")
        rows.append(f"{label:<28}{share['hits']:>4} sur {share['n']:<4}{value:>8}")
    return "\n".join(rows)


def _shown(answer: Answer) -> str:
    case = answer.case
    found = [_line(claim) for claim in answer.claims]
    return f"{case.id} {case.verdict} {case.subject} « {case.quote} » — {case.before} / {case.text} — {found}"


def _line(claim: Claim) -> tuple[str, str, str | None]:
    """What matters of a claim, on a line."""
    return claim.subject, claim.verdict, claim.reference


if __name__ == "__main__":
    main()
