"""The weighing of a figure's references: which one it equals, which one it misses, and when there is no doubt.

Weights are those of ``attribution``; the thresholds were set on labelled statements (``python -m bench.claims``)
so that a right figure is almost never called wrong.
"""

from collections.abc import Sequence

from server.domain.assessment.attribution import KIND_SHARE, Hit
from server.domain.assessment.mentions import DURATIONS, Mention

_PLAUSIBLE = 6.0  # weight from which an equal reference makes a figure right
_BARE = 9.0  # the same for a whole number without a unit
# how much lighter than its rival an equal reference may be
_CLOSE_MARGIN, _MARGIN, _SIDE_MARGIN, _WIDE_MARGIN = 2.0, 4.0, 6.0, 8.0
_DECIMALS = 4.0  # cents or tenths are seldom equal by chance
_CERTAIN = 10.0  # weight from which a figure that differs is wrong
_LIKELY = 8.0  # the same when the client has just asked how much
_ASKED_NOW = 5.0  # asked just before, and answered in the first sentence
_CUE, _WORDS, _UNIT_ALONE = 4.0, 2.5, 2.0  # the words of the figure, of its kind, or its unit
PRESENT, _NAMED, _BESIDE = 3.0, 4.0, 6.0  # a subject in season, named, named near
_CLEARER = 2.0  # how much nearer the name of the right product must be
_SLIGHTLY = 0.5
_ADJACENT, _TOUCHING = 4.0, 4.5  # a word of the kind beside the figure, touching it
_VOICED = 6.0  # the words of the figure near it
_PLAIN, _OBVIOUS = 7.0, 10.0  # told without a doubt
_LIMITS = ("cap", "minimum", "deductible", "condition")


def matched(mention: Mention, hits: Sequence[Hit]) -> Hit | None:
    """A reference of this very value that the words allow: the figure is right."""
    least = _BARE if mention.unit == "none" and mention.whole else _PLAUSIBLE
    rivals = [hit for hit in hits if not hit.same and hit.subject]
    heaviest = max(rivals, key=lambda hit: hit.score, default=None)
    for hit in hits:
        if not hit.same or (hit.reference.special and not hit.cue):
            continue
        if hit.subject < PRESENT and hit.cue < _CUE:
            continue
        if any(_governs(rival, hit) for rival in rivals):
            continue  # a true figure of another product, or another figure of this one
        weight = hit.score + (0 if mention.whole else _DECIMALS)
        if weight >= least and (heaviest is None or weight >= heaviest.score - _margin(hit, heaviest)):
            return hit
    return None


def missed(mention: Mention, hits: Sequence[Hit], asked: float) -> Hit | None:
    """The reference that a figure misses, when the words leave no doubt that it is meant.

    ``asked``: what it is worth that the client has just asked how much.
    """
    others = [hit for hit in hits if not hit.same]
    meant = [hit for hit in others if _meant(hit)]
    own = [hit for hit in meant if hit.reference.kind == "delegation" and hit.cue > _PLAIN]
    hit = next(iter(own or meant), None)
    if hit is None and asked >= _ASKED_NOW:
        hit = next((hit for hit in others if _answers(hit, mention)), None)
    return hit


def plainly(hit: Hit) -> bool:
    """Told so plainly that only a sum of what is said here explains another value."""
    return hit.told >= _PLAIN and (hit.subject >= _NAMED or hit.told >= _CERTAIN)


def overlooks(hit: Hit, lived: float) -> bool:
    """Whether a word of the client's life is nearer the figure than the words of the reference."""
    return lived >= _BESIDE and lived > hit.kind / KIND_SHARE - _SLIGHTLY


def beyond_doubt(mention: Mention, hit: Hit) -> bool:
    """« plafonné à 15 000 € »: told so plainly that it is no longer a number of the client's life."""
    if mention.unit == "none" or hit.subject < PRESENT:
        return False
    if hit.reference.kind in _LIMITS and hit.kind >= _ADJACENT:
        return True
    return hit.cue >= _PLAIN and hit.told >= _OBVIOUS


def _answers(hit: Hit, mention: Mention) -> bool:
    """Whether a figure that answers « combien ? » is of this reference: less needs to be said of it then."""
    if mention.unit == "none" or hit.score < _LIKELY or hit.subject < PRESENT:
        return False
    if hit.reference.quoted and hit.cue < _CUE:
        return False
    typed = mention.unit != "eur" or bool(mention.period)
    return hit.cue >= _CUE or hit.kind >= _WORDS or bool(typed and hit.alone)


def _governs(rival: Hit, hit: Hit) -> bool:
    """Whether the words name the rival so plainly that an equal figure elsewhere is a mere coincidence."""
    if not _meant(rival):
        return False
    if rival.reference.kind == "delegation" != hit.reference.kind:
        return rival.cue >= _PLAIN + 1 and hit.subject < _BESIDE
    if rival.reference.subject == hit.reference.subject:
        return rival.cue >= hit.cue + _CUE and rival.told > hit.told
    named = rival.subject >= _BESIDE and rival.subject >= hit.subject + _CLEARER
    return named and rival.told >= hit.told - 1


def _margin(hit: Hit, rival: Hit) -> float:
    """Less for a rival named beside the figure with its own words; more for one that is only in season."""
    if rival.cue >= hit.cue + _CUE:
        return _MARGIN
    if rival.reference.kind == "delegation" == hit.reference.kind:
        return _CLOSE_MARGIN
    if rival.subject < _BESIDE:
        return _WIDE_MARGIN
    same_subject = hit.reference.subject == rival.reference.subject
    return _SIDE_MARGIN if same_subject or rival.cue < _CUE else _MARGIN


def _meant(hit: Hit) -> bool:
    """Whether the words leave no doubt that this reference is meant."""
    item = hit.reference
    if item.kind == "delegation":
        return hit.subject >= _CUE and hit.cue >= _CUE
    if hit.score < _CERTAIN:
        ratio = item.alone and item.kind in _LIMITS and item.unit == "percent"
        return bool(ratio and hit.subject and hit.kind >= _TOUCHING)
    if item.unit == "clock":
        return hit.subject >= _NAMED and hit.cue >= _CUE
    if hit.subject < PRESENT:
        if item.unit in ("date", "clock"):
            return False
        if not hit.subject:
            return hit.cue >= _PLAIN + 1 and hit.kind + hit.unit >= _ADJACENT
        return hit.cue >= _VOICED and hit.kind + hit.unit >= _UNIT_ALONE
    if hit.cue >= _CUE:
        return True
    if item.quoted:
        return False
    if item.unit in DURATIONS:
        return item.alone and hit.subject >= _NAMED and hit.kind >= _ADJACENT
    return hit.subject >= _NAMED and (hit.kind >= _WORDS or bool(hit.unit and hit.alone))
