"""The plain baseline: one regular expression an act, searched in each advisor turn.

It uses the very wordings of ``lexicons/acts.yaml``, without segments, context, models, levels or evidence: what
one would write in an afternoon. Its speed is a floor for the ratio, its answers are not an assessment.
"""

import re

from server.domain.lexicon import ActPattern, Lexicon
from server.domain.text import fold
from server.domain.transcript import Transcript

GAP = r"(?:\W+\w+){0,5}?\W+"
Table = dict[str, re.Pattern[str]]


def compile_table(lexicon: Lexicon) -> Table:
    """Every wording of an act as one alternation."""
    wordings: dict[str, list[str]] = {}
    for pattern in lexicon.patterns.advisor:
        wordings.setdefault(pattern.act, []).extend(map(_expression, _phrases(pattern)))
    return {act: re.compile(rf"\b(?:{'|'.join(found)})(?!\w)") for act, found in wordings.items() if found}


def _phrases(pattern: ActPattern) -> tuple[str, ...]:
    return (*pattern.wording, *pattern.starts)


def _expression(phrase: str) -> str:
    parts = [re.escape(part.strip()).replace(r"\*", r"\w*") for part in fold(phrase).split("…")]
    return GAP.join(parts)


def find_acts(transcript: Transcript, table: Table) -> list[tuple[int, str, str]]:
    """Turn, act and matched words, for every act found in an advisor turn."""
    found = []
    for turn in transcript.advisor_turns:
        text = fold(turn.text)
        for act, expression in table.items():
            match = expression.search(text)
            if match:
                found.append((turn.n, act, turn.text[match.start() : match.end()]))
    return found
