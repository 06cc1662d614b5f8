"""What the linear models see of a segment: words, letters, neighbours, place. The same at training."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import Piece
from server.domain.analysis.echo import shared
from server.domain.analysis.segments import Segment
from server.domain.analysis.tables import refs
from server.domain.phrases import Token

_SIZES = (3, 4, 5)
_RUNS = (2, 3, 4, 5)
_STRONG = 0.45
_KINDS = ("jargon", "explains", "restates", "checks")
_LENGTHS = (3, 6, 10, 16, 25)


def text_features(tokens: Sequence[Token]) -> list[str]:
    """Words, word pairs, and letters inside words, each once."""
    words = [token.word for token in tokens]
    found = {f"w{word}": None for word in words}
    found.update((f"w{left} {right}", None) for left, right in pairwise(words))
    for word in set(words):
        found.update(_letters(word))
    return list(found)


@lru_cache(maxsize=16384)
def _letters(word: str) -> dict[str, None]:
    padded = f" {word} "
    return {f"c{padded[at : at + size]}": None for size in _SIZES for at in range(len(padded) - size + 1)}


def frame_features(tokens: Sequence[Token], frame: frozenset[str]) -> list[str]:
    """Turns of phrase: runs of frame words, whatever they are about; « _ » stands for other words, « # » numbers."""
    said = ["^"]
    for token in tokens:
        word = token.word
        sign = word if word in frame or not word[0].isalnum() else "#" if word.isdigit() else "_"
        if sign != said[-1] or sign not in "_#":
            said.append(sign)
    said.append("$")
    runs = {" ".join(said[at : at + size]): None for size in _RUNS for at in range(len(said) - size + 1)}
    return [f"d{run}" for run in runs]


def act_features(tokens: Sequence[Token], frame: frozenset[str]) -> list[str]:
    """What the act model reads of the words: words, letters, turns of phrase."""
    return [*text_features(tokens), *frame_features(tokens, frame)]


def act_context(at: int, pieces: Sequence[Piece], past: Surroundings) -> list[str]:
    """Place, neighbours and past of a segment, as named flags."""
    piece = pieces[at]
    flags = [f"k{act}" for act, score in piece.scores.items() if score.value >= _STRONG]
    flags += _shape(at, pieces)
    flags += _question(piece)
    flags += [f"f{ref}" for ref in refs(piece.marks, "field")]
    flags += _links(piece, past)
    if at:
        flags += [f"q{act}" for act, score in pieces[at - 1].scores.items() if score.value >= _STRONG]
    if at + 1 < len(pieces):
        flags.append("x:next asks" if pieces[at + 1].asking else "x:next tells")
    return flags


def heard_features(past: Surroundings) -> list[str]:
    """Roots of what the client just said."""
    return [f"b{word}" for word in sorted(past.heard_words)]


def _shape(at: int, pieces: Sequence[Piece]) -> list[str]:
    segment = pieces[at].segment
    form = _form(segment)
    length = sum(segment.words > limit for limit in _LENGTHS)
    flags = [f"x:{form}", f"x:length {length}", f"x:{form} {min(length, 2)}"]
    if at == 0:
        flags.append("x:first")
    if at == len(pieces) - 1:
        flags += ["x:last", f"x:last {form}"]
    if len(pieces) == 1:
        flags.append("x:alone")
    if any(char.isdigit() for char in segment.text):
        flags.append("x:digits")
    flags += [f"x:{kind}" for kind in _KINDS if pieces[at].marks.get(kind)]
    return flags


def question_shape(piece: Piece) -> list[str]:
    """Kinds of question words a segment holds: open, closed, polar, tag, or."""
    hits = piece.marks.get("shape", ())
    last = len(piece.segment.tokens) - 2
    kinds = dict.fromkeys(ref for ref, hit in hits if ref != "tag" or hit.last >= last)
    if piece.segment.opens:
        kinds["open"] = None
    if piece.segment.chooses:
        kinds["or"] = None
    return list(kinds)


def _question(piece: Piece) -> list[str]:
    """Which words of question it holds, and how it is written."""
    kinds = question_shape(piece)
    form = _form(piece.segment)
    named = "+".join(sorted(kinds)) or "none"
    return [f"y{kind} {form}" for kind in kinds] + [f"y{named} {form}"]


def _form(segment: Segment) -> str:
    if segment.marked:
        return "asks"
    if segment.bare:
        return "bare formed" if segment.asks else "bare"
    return "formed" if segment.asks else "invites" if segment.invites else "tells"


def _links(piece: Piece, past: Surroundings) -> list[str]:
    segment = piece.segment
    form = "asks" if segment.asks or segment.invites else "tells"
    flags = []
    echoed = min(shared(piece.words, past.heard_words), 3)
    new = min(len(set(piece.words)) - echoed, 4)
    flags += [f"x:echo {echoed} {form}", f"x:echo {echoed} new {new}", f"x:new {new}"]
    if past.opening:
        flags += ["x:opening", f"x:opening {form}"]
    if "?" in past.heard:
        flags += ["x:asked", f"x:asked {form}"]
    if piece.scene.get("product"):
        flags += ["x:product", f"x:product {form}"]
    return flags


def theme_features(scope: Iterable[Piece], past: Surroundings) -> list[str]:
    """What the theme and fact models see besides the letters: lexicon cues and what the client just said."""
    flags: list[str] = []
    fields: list[tuple[str, int]] = []
    for piece in scope:
        flags += [f"t{ref}" for ref, _ in piece.marks.get("theme", ())]
        flags += [f"o{ref}" for ref, _ in piece.scene.get("product", ())]
        fields += dict.fromkeys((ref, hit.first) for ref, hit in piece.marks.get("field", ()))
    counts = Counter(ref for ref, _ in fields)
    flags += [f"f{ref}" for ref in counts]
    flags += [f"f{ref} again" for ref, count in counts.items() if count > 1]
    heard = [f"g{ref}" for ref in refs(past.before_marks, "field")]
    return [*dict.fromkeys(flags), *heard, *heard_features(past)]
