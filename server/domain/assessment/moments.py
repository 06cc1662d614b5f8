"""Moments of a conversation that a rule asks for: the ``said`` measure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Act
from server.domain.assessment.dates import dated
from server.domain.assessment.hearing import Voice
from server.domain.assessment.phrasebook import Place
from server.domain.assessment.picture import Picture
from server.domain.rules import Neighbour, Said

_OPENING = 3
_EARLY = 5
_CLOSING = 3
_ASKS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
_ROOTS_A_THING = 4  # shared content words that make one thing taken back
_HEARD, _BREATH = 2, 120  # sentences, characters in which a correction is taken back
_PRICES = ("rate", "price", "fee", "cap", "minimum", "deductible")
_COUNT = 31  # a bare number up to there is a count, a day or an hour
_PER_ANSWER = 2  # one reply answers at most two questions


@dataclass(frozen=True, slots=True)
class Moment:
    """A piece of a turn that a rule found, and the client turn it answers."""

    turn: int
    start: int
    end: int
    quote: str
    act: str = ""
    answers: int | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a measure gives: a value, and where it was seen."""

    value: float
    moments: tuple[Moment, ...] = ()


def moment(voice: Voice, place: Place, picture: Picture, act: str = "", theme: str = "") -> Moment:
    """A quote of a turn, blanks trimmed, with the client turn before it."""
    start, end = place
    text = voice.turn.text
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    before = picture.before(voice.n, 1)
    return Moment(voice.n, start, end, text[start:end], act, before[0].n if before else None, theme)


def of_act(act: Act, picture: Picture) -> Moment:
    """An act as a moment."""
    return moment(
        picture.voice(act.turn), (act.start, act.end), picture, act.act, act.attributes.get("theme", "")
    )


def best_of_turn(picture: Picture, turn: int) -> Moment:
    """What an advisor turn does best to show: its longest act, else its beginning."""
    acts = [act for act in picture.voice(turn).reading.acts if not act.act.startswith("M-")]
    if acts:
        return of_act(max(acts, key=lambda act: (act.act in _ASKS, act.end - act.start)), picture)
    voice = picture.voice(turn)
    group = voice.groups[0] if voice.groups else ()
    return moment(voice, (0, min(len(voice.turn.text), group[-1].end + 1 if group else 1)), picture)


def said(rule: Said, picture: Picture) -> Found:
    """Every moment the rule describes, and how many there are in the rule's own unit."""
    moments = tuple(_kept(rule, picture))
    if rule.count == "turns":
        return Found(len({item.turn for item in moments}), moments)
    if rule.count == "acts":
        return Found(len({item.act for item in moments}), moments)
    if rule.count == "themes":
        return Found(len({item.theme for item in moments if item.theme}), moments)
    return Found(len(moments), moments)


def _kept(rule: Said, picture: Picture) -> Iterator[Moment]:
    answered: dict[int, int] = {}
    for item in _candidates(rule, picture):
        if not _placed(rule, item, picture) or not _fits(rule, item, picture):
            continue
        if rule.answered:
            reply = picture.answered(item.turn)
            if reply is None or picture.voice(reply).reading.words < rule.reply_words:
                continue
            answered[item.turn] = answered.get(item.turn, 0) + 1
            if item.act in _ASKS and answered[item.turn] > _PER_ANSWER:
                continue
        yield item


def _candidates(rule: Said, picture: Picture) -> Iterator[Moment]:
    if rule.acts:
        yield from (of_act(act, picture) for act in _acts(rule, picture))
        return
    seen: set[str] = set()
    for voice in picture.voices:
        if voice.turn.speaker != rule.speaker:
            continue
        whole = (0, len(voice.turn.text))
        places = [voice.sentence(place) for place in voice.places(rule.says)] if rule.says else [whole]
        for place in dict.fromkeys(places):
            item = moment(voice, place, picture)
            if item.quote and item.quote not in seen:
                seen.add(item.quote)
                yield item


def _acts(rule: Said, picture: Picture) -> Iterator[Act]:
    pool: Sequence[Act] = picture.acts_of(rule.acts)
    if rule.speaker == "client":
        pool = [act for v in picture.voices if v.turn.speaker == "client" for act in v.reading.acts]
    for act in pool:
        if act.act in rule.acts and all(act.attributes.get(k) == v for k, v in rule.attributes.items()):
            yield act


def _fits(rule: Said, item: Moment, picture: Picture) -> bool:
    voice = picture.voice(item.turn)
    inside = (item.start, item.end)
    if rule.says and not voice.says(rule.says, inside if rule.scope == "quote" else None):
        return False
    if rule.also and not voice.says(rule.also, inside if rule.scope == "quote" else None):
        return False
    if rule.unless and voice.says(rule.unless, inside):
        return False
    if rule.themes and not _themed(rule, item, voice):
        return False
    words = len((voice.turn.text if rule.reach == "turn" else item.quote).split())
    if rule.most_words is not None and words > rule.most_words:
        return False
    if rule.least_words is not None and words < rule.least_words:
        return False
    whole = (0, len(voice.turn.text))
    if rule.figures and _figures(voice, whole if rule.reach == "turn" else inside) < rule.figures:
        return False
    if rule.dated and not dated(voice, whole if rule.reach == "turn" else inside, picture.rubric.feedback):
        return False
    if rule.faithful and _denied(item, picture):
        return False
    if rule.validated and not _validated(item, picture):
        return False
    if rule.amended and not _amended(item, picture):
        return False
    if rule.unpriced and any(claim.turn == item.turn for claim in picture.claims if claim.kind in _PRICES):
        return False
    if rule.grounded and not _grounded(item, voice, picture, rule.reach == "turn"):
        return False
    if rule.restates and restated(item, voice, picture) < rule.restates:
        return False
    if rule.after and not _beside(rule.after, picture.before(item.turn, rule.after.within)):
        return False
    return not rule.then or _beside(rule.then, picture.after(item.turn, rule.then.within))


def _themed(rule: Said, item: Moment, voice: Voice) -> bool:
    if item.theme:
        return item.theme in rule.themes
    return bool(set(rule.themes).intersection(voice.reading.themes))


def _beside(neighbour: Neighbour, voices: Sequence[Voice]) -> bool:
    for voice in voices:
        if neighbour.unless and voice.says(neighbour.unless):
            continue
        if neighbour.acts and voice.reading.has(*neighbour.acts):
            return True
        if neighbour.says and voice.says(neighbour.says):
            return True
    return False


def _placed(rule: Said, item: Moment, picture: Picture) -> bool:
    if rule.place == "anywhere":
        return True
    turns = [v.n for v in picture.voices if v.turn.speaker == rule.speaker and v.n not in picture.recited]
    if rule.place == "opening":
        return item.turn in turns[:_OPENING]
    if rule.place == "early":
        return item.turn in turns[:_EARLY]
    if rule.place == "closing":
        return item.turn in turns[-_CLOSING:]
    if rule.place == "last":
        return turns[-1:] == [item.turn]
    here = (item.turn, item.start)
    if rule.place == "before_last_offer":
        return picture.last_offer is None or here < picture.last_offer
    if rule.place == "before_offer":
        return picture.first_offer is None or here < picture.first_offer
    return picture.first_offer is not None and here >= picture.first_offer


def _denied(item: Moment, picture: Picture) -> bool:
    """Whether the client corrects this at once, or the reading knows it false."""
    reply = picture.after(item.turn, 1)
    if any(not back.true for back in picture.voice(item.turn).reading.restated):
        return True
    feedback = picture.rubric.feedback
    if not reply or reply[0].reading.has("ACCORD") or reply[0].says(feedback.says_relief):
        return False
    return reply[0].reading.has("CORRECTION") or reply[0].says(feedback.says_denies)


def _validated(item: Moment, picture: Picture) -> bool:
    """Whether the client, at once, says that this is right or puts it right."""
    reply = picture.answered(item.turn)
    if reply is None:
        return False
    voice, feedback = picture.voice(reply), picture.rubric.feedback
    first = voice.groups[0][0].word if voice.groups else ""
    return (
        voice.reading.has("ACCORD", "ACCORD-PARTIEL", "CORRECTION")
        or first in feedback.says_yes
        or voice.says(feedback.says_confirms)
        or voice.says(feedback.says_denies)
    )


def _amended(item: Moment, picture: Picture) -> bool:
    """Whether the client's reply brings something new, and the advisor's next words take it back."""
    reply = picture.answered(item.turn)
    follow = picture.after(reply, 1) if reply is not None else []
    if reply is None or not follow or not follow[0].groups:
        return False
    new = picture.voice(reply).roots - picture.voice(item.turn).roots
    groups = follow[0].groups[:_HEARD]
    end = min(groups[-1][-1].end, groups[0][0].start + _BREATH)
    return bool(new & follow[0].roots_in(0, end))


def _figures(voice: Voice, place: Place) -> int:
    """How many different amounts, rates and durations a piece of a turn gives."""
    inside = [number for number in voice.numbers if place[0] <= number.start < place[1]]
    return len({n.value for n in inside if n.unit != "none" or n.value > _COUNT or n.value % 1})


def _grounded(item: Moment, voice: Voice, picture: Picture, whole: bool) -> bool:
    """Whether a quote takes back the client's words: one number, one told fact, or two content words."""
    place = (0, len(voice.turn.text)) if whole else (item.start, item.end)
    mine = voice.roots_in(*place)
    common = mine & picture.told_before(item.turn)
    if any(root[0] == "#" for root in common) or len(common) >= 2:
        return True
    if common and len(mine) <= 4:
        return True
    return any(told.turn < item.turn and voice.says(told.fact.anchors, place) for told in picture.found)


def restated(item: Moment, voice: Voice, picture: Picture) -> int:
    """How many separate things of the client a quote takes back: told facts, or client turns echoed."""
    place = (item.start, item.end)
    facts = sum(told.turn < item.turn and voice.says(told.fact.anchors, place) for told in picture.found)
    mine = voice.roots_in(*place)
    common = mine & picture.told_before(item.turn)
    numbers = sum(root[0] == "#" for root in common)
    words = len(common) // _ROOTS_A_THING
    echoed = 0
    for other in picture.voices[: item.turn - 1]:
        if other.turn.speaker != "client":
            continue
        common = mine & other.roots
        if len(common) >= 2 or any(root[0] == "#" for root in common):
            echoed += 1
            mine -= common
    return max(facts, echoed, numbers, words)
