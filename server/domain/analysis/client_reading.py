"""What a client turn does: codes of the client family, by patterns and by the scenario's own lines."""

from server.domain.analysis.acts import Act
from server.domain.analysis.segments import Segment
from server.domain.analysis.tables import LexiconTables, ScenarioTables, grouped
from server.domain.analysis.wordings import Score, pattern_scores
from server.domain.text import Span, fold
from server.domain.transcript import Turn

_LEAST = 0.5
_SURE = 0.95
_WEAK_WHEN = {"FAIT": ("BESOIN-EXPLICITE", "OBJECTION", "REFUS", "ACCORD", "CONGE-CLIENT", "INSISTANCE")}


def client_acts(turn: Turn, lexicon: LexiconTables, scenario: ScenarioTables) -> tuple[Act, ...]:
    """Acts of a client turn, one per intention, in order of place."""
    acts: list[Act] = []
    known = _known_lines(turn.text, scenario)
    for start, end, code in known:
        acts.append(_act(turn, Span.of(turn.text, start, end), code, _SURE, {}))
    for segment in lexicon.segmenter.cut(turn.text):
        if any(start <= segment.start and segment.end <= end for start, end, _ in known):
            continue
        for code, score in _scores(segment, lexicon).items():
            span = Span(segment.start, segment.end, segment.text)
            acts.append(_act(turn, span, code, score.value, score.attributes))
    return tuple(sorted(acts, key=lambda act: (act.start, act.end)))


def _scores(segment: Segment, lexicon: LexiconTables) -> dict[str, Score]:
    marks = grouped(lexicon.client.hits(segment.tokens))
    patterns = lexicon.lexicon.patterns.client
    scores = pattern_scores(segment, marks, lexicon.client_starts, patterns, {}, early=False)
    kept = {code: score for code, score in scores.items() if score.value >= _LEAST}
    for weak, stronger in _WEAK_WHEN.items():
        if weak in kept and any(code in kept for code in stronger):
            del kept[weak]
    if segment.asks and "QUESTION" not in kept and not kept:
        kept["QUESTION"] = Score(0.6, {})
    return kept


def _known_lines(text: str, scenario: ScenarioTables) -> list[tuple[int, int, str]]:
    folded = fold(text)
    found = []
    for line, code in scenario.lines:
        start = folded.find(line)
        if start >= 0:
            found.append((start, start + len(line), code))
    return found


def _act(turn: Turn, span: Span, code: str, confidence: float, attributes: dict[str, str]) -> Act:
    return Act(
        turn=turn.n,
        act=code,
        start=span.start,
        end=span.end,
        quote=span.quote,
        confidence=round(min(confidence, 0.99), 2),
        attributes=attributes,
    )
