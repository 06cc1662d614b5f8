"""What the hand-written patterns say of one segment: act → strength and attributes. Not yet a decision."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain.analysis.matcher import PhraseIndex
from server.domain.analysis.segments import Segment
from server.domain.analysis.tables import Key, Marks, refs
from server.domain.lexicon import ActPattern


@dataclass(slots=True)
class Score:
    """How much speaks for an act."""

    value: float = 0.0
    attributes: dict[str, str] = field(default_factory=dict)


def pattern_scores(
    segment: Segment,
    marks: Marks,
    starts: PhraseIndex[Key],
    patterns: Sequence[ActPattern],
    before: Marks,
    early: bool,
) -> dict[str, Score]:
    """Strength of each act that some pattern of the list finds. Several add up, never to 1."""
    says, wording = refs(marks, "says"), refs(marks, "wording")
    unless, said = refs(marks, "unless"), refs(before, "before")
    opened = _opened(segment, starts)
    scores: dict[str, Score] = {}
    for ref in dict.fromkeys([*says, *wording, *opened]):
        pattern = patterns[int(ref)]
        if ref in unless or not _holds(pattern, ref, says, wording, opened, said):
            continue
        if not _suits(pattern, segment, early):
            continue
        score = scores.setdefault(pattern.act, Score())
        score.value = 1 - (1 - score.value) * (1 - pattern.confidence)
        score.attributes.update(pattern.attributes)
    return scores


def _opened(segment: Segment, starts: PhraseIndex[Key]) -> list[str]:
    found = []
    for at in {0, segment.head}:
        found += [hit.payload[1] for hit in starts.all_starting(segment.tokens, at)]
    return found


def _holds(
    pattern: ActPattern,
    ref: str,
    says: Sequence[str],
    wording: Sequence[str],
    opened: Sequence[str],
    said: Sequence[str],
) -> bool:
    wanted = (
        (pattern.says, says),
        (pattern.wording, wording),
        (pattern.starts, opened),
        (pattern.before, said),
    )
    return all(ref in found for phrases, found in wanted if phrases)


def _suits(pattern: ActPattern, segment: Segment, early: bool) -> bool:
    if pattern.question is not None and pattern.question != (segment.asks or segment.invites):
        return False
    if pattern.most_words is not None and segment.words > pattern.most_words:
        return False
    return early or not pattern.first_turn
