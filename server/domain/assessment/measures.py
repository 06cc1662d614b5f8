"""Each measure of the rules' language, computed on the picture of a conversation."""

from collections.abc import Callable
from typing import Any

from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import Claim
from server.domain.assessment.moments import Found, Moment, best_of_turn, moment, of_act, said
from server.domain.assessment.offers import Offered
from server.domain.assessment.picture import Picture
from server.domain.assessment.slips import writing
from server.domain.rules import (
    Claims,
    Facts,
    Jargon,
    Length,
    Objections,
    Obligations,
    Offers,
    Points,
    Ratio,
    Record,
    Said,
    Steps,
    Themes,
    Writing,
)
from server.domain.rules import Measure as Rule
from server.domain.scenario import RecordField
from server.domain.steps import STEPS

_MANNERS = ("canal", "mode", "disponibilite")
_QUESTIONS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "RELANCE", "OBJ-CREUSER")


def measure(rule: Rule, picture: Picture) -> Found:
    """What a rule finds in a conversation."""
    return _MEASURES[type(rule)](rule, picture)


def ratio(rule: Ratio, picture: Picture) -> Found:
    """Share of some acts among others."""
    part = [act for act in picture.acts if act.act in rule.part]
    whole = sum(
        act.act in rule.whole and (act.act in rule.part or len(act.quote.split()) >= rule.least_words)
        for act in picture.acts
    )
    return Found(len(part) / whole if whole else 0.0, tuple(of_act(act, picture) for act in part))


def facts(rule: Facts, picture: Picture) -> Found:
    """Hidden facts obtained."""
    kept = []
    for told in picture.found:
        if rule.themes and told.fact.theme not in rule.themes:
            continue
        if rule.access and told.fact.access not in rule.access:
            continue
        if (rule.asked and told.asked is None) or (rule.used and told.used is None):
            continue
        if rule.before_offer and picture.first_offer and (told.turn, 0) > picture.first_offer:
            continue
        kept.append(told)
    moments = []
    for told in kept:
        turn = told.used if rule.used else told.asked
        if turn is not None:
            moments.append(best_of_turn(picture, turn))
    value = len({told.fact.theme for told in kept}) if rule.count == "themes" else len(kept)
    return Found(value, tuple(moments))


def themes(rule: Themes, picture: Picture) -> Found:
    """Themes asked about and answered, or told."""
    seen: dict[str, Moment | None] = {}
    for told in picture.found:
        if not (rule.before_offer and picture.first_offer and (told.turn, 0) > picture.first_offer):
            seen.setdefault(told.fact.theme, best_of_turn(picture, told.asked) if told.asked else None)
    for act in picture.acts:
        theme = act.attributes.get("theme")
        late = rule.before_offer and picture.first_offer and (act.turn, act.start) > picture.first_offer
        if theme and act.act in _QUESTIONS and not late and picture.answered(act.turn):
            seen[theme] = seen.get(theme) or of_act(act, picture)
    kept = {theme: item for theme, item in seen.items() if not rule.among or theme in rule.among}
    return Found(len(kept), tuple(item for item in kept.values() if item))


def length(rule: Length, picture: Picture) -> Found:
    """Words a turn, or the client's share of the words."""
    counts = _said_once(picture)
    if not counts:
        return Found(0)
    if rule.value == "client_share":
        mine = sum(count for count, _ in counts)
        theirs = sum(len(v.turn.text.split()) for v in picture.voices if v.turn.speaker == "client")
        return Found(100 * theirs / max(mine + theirs, 1))
    longest, voice = max(counts, key=lambda item: item[0])
    quote = moment(voice, (0, len(voice.turn.text)), picture)
    value = longest if rule.value == "longest" else sum(count for count, _ in counts) / len(counts)
    return Found(value, (quote,))


def _said_once(picture: Picture) -> list[tuple[int, Voice]]:
    """Words of each advisor turn; a sentence said again word for word counts once, a recitation not at all."""
    said: set[str] = set()
    counts = []
    for voice in picture.advisor:
        words = 0
        for group in voice.groups:
            sentence = " ".join(token.word for token in group)
            words += 0 if sentence in said else len(voice.turn.text[group[0].start : group[-1].end].split())
            said.add(sentence)
        if voice.n not in picture.recited:
            counts.append((words, voice))
    return counts


def offers(rule: Offers, picture: Picture) -> Found:
    """Products proposed, or ruled out."""
    if rule.kind == "discarded":
        return Found(len(picture.discarded), tuple(of_act(act, picture) for act in picture.discarded))
    kept = [item for item in picture.offers if _wanted(rule, item)]
    moments = tuple(of_act(item.act, picture) for item in kept)
    return Found(len({item.turn for item in kept} if rule.count == "turns" else kept), moments)


def _wanted(rule: Offers, item: Offered) -> bool:
    if rule.kind == "fit_or_unknown":
        if item.kind == "unfit":
            return False
    elif rule.kind not in ("any", item.kind):
        return False
    return (item.linked or not rule.linked) and (item.priced or not rule.priced)


def claims(rule: Claims, picture: Picture) -> Found:
    """Figures and conditions stated."""
    kept = [
        claim
        for claim in picture.claims
        if claim.verdict in rule.verdicts
        and (not rule.kinds or claim.kind in rule.kinds)
        and not (rule.uncorrected and _put_right(claim, picture))
    ]
    moments = [moment(picture.voice(c.turn), (c.start, c.end), picture) for c in kept]
    return Found(len({(c.subject, c.kind, c.stated) for c in kept}), tuple(moments))


def _put_right(claim: Claim, picture: Picture) -> bool:
    """Whether the advisor states it right later: the same figure, or the same rule."""
    return any(
        other.verdict == "right"
        and (other.turn, other.start) > (claim.turn, claim.start)
        and other.subject == claim.subject
        and (other.reference == claim.reference or (other.kind == claim.kind and claim.kind != "condition"))
        for other in picture.claims
    )


def objections(rule: Objections, picture: Picture) -> Found:
    """Objections treated in a given way."""
    kept = []
    for episode in picture.episodes:
        if rule.unanswered and episode.steps:
            continue
        if any(step not in episode.steps for step in rule.steps):
            continue
        if rule.client_moves and episode.moved is None:
            continue
        if rule.endorsed and not episode.endorsed:
            continue
        if rule.settled and episode.moved is None and "check" not in episode.steps:
            continue
        kept.append(episode)
    moments = []
    for episode in kept:
        names = rule.steps or (("answer",) if rule.endorsed else tuple(episode.steps))
        moments += [of_act(episode.steps[name], picture) for name in names if name in episode.steps]
    return Found(len(kept), tuple(moments))


def record(rule: Record, picture: Picture) -> Found:
    """Fields of the client record."""
    if rule.state == "absent":
        return Found(picture.transcript.client_record is None)
    fields = [field for field in picture.scenario.record if not rule.fields or field.id in rule.fields]
    if rule.discovery:
        fields = [field for field in fields if _discovered(field, picture)]
    wanted = ("right", "wrong") if rule.state == "filled" else (rule.state,)
    count = sum(picture.record[field.id] in wanted for field in fields)
    return Found(count / len(fields) if rule.share and fields else count)


def _discovered(field: RecordField, picture: Picture) -> bool:
    facts = [picture.scenario.fact(fact_id) for fact_id in field.facts]
    return any(fact is not None and fact.theme not in _MANNERS for fact in facts)


def steps(rule: Steps, picture: Picture) -> Found:
    """Steps of the interview seen, or the longest run of them in order."""
    first: dict[int, Moment] = {}
    for act in picture.acts:
        for step, codes in STEPS.items():
            if act.act in codes and step not in first:
                first[step] = of_act(act, picture)
    kept = {step: item for step, item in first.items() if not rule.among or step in rule.among}
    moments = tuple(kept.values())
    if not rule.ordered:
        return Found(len(kept), moments)
    return Found(_rising([step for step, _ in sorted(kept.items(), key=_when)]), moments)


def _when(item: tuple[int, Moment]) -> tuple[int, int]:
    return item[1].turn, item[1].start


def _rising(order: list[int]) -> int:
    best: list[int] = []
    for at, step in enumerate(order):
        best.append(1 + max((best[n] for n in range(at) if order[n] < step), default=0))
    return max(best, default=0)


def obligations(rule: Obligations, picture: Picture) -> Found:
    """Duties met, missing or broken."""
    kept = [duty for duty in picture.obligations if duty.status == rule.status]
    moments = tuple(best_of_turn(picture, duty.turn) for duty in kept if duty.turn)
    return Found(len(kept), moments)


def points(rule: Points, picture: Picture) -> Found:
    """Requests of the message dealt with or forgotten."""
    turns = [turn for turn in picture.points.values() if turn is not None]
    if rule.state == "missing":
        return Found(len(picture.points) - len(turns))
    return Found(len(turns), tuple(best_of_turn(picture, turn) for turn in dict.fromkeys(turns)))


def jargon(rule: Jargon, picture: Picture) -> Found:
    """Turns with an unexplained term."""
    kept = []
    for act in picture.acts:
        if act.act != "M-JARGON":
            continue
        after = picture.after(act.turn, 1)
        protests = bool(after) and after[0].says(picture.rubric.feedback.says_puzzled)
        if protests or not rule.protested:
            kept.append(of_act(act, picture))
    return Found(len({item.turn for item in kept}), tuple(kept))


def slips(rule: Writing, picture: Picture) -> Found:
    """Slips of writing."""
    return writing(rule, picture)


_MEASURES: dict[type, Callable[[Any, Picture], Found]] = {
    Said: said,
    Ratio: ratio,
    Facts: facts,
    Themes: themes,
    Length: length,
    Offers: offers,
    Claims: claims,
    Objections: objections,
    Record: record,
    Steps: steps,
    Obligations: obligations,
    Points: points,
    Jargon: jargon,
    Writing: slips,
}
