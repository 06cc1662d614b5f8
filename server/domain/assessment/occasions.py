"""Occasions not taken: the advisor turn where something could have been said, and a line that would have done."""

from collections.abc import Callable, Iterator, Sequence

from server.domain.assessment.hearing import Voice
from server.domain.assessment.model import Missed
from server.domain.assessment.picture import Picture
from server.domain.assessment.verdicts import Verdict
from server.domain.rules import MissedRule

_MOST = 3
_STEPS = ("acknowledge", "probe", "answer", "check")
_QUOTED = 90
_COURTESY = "disponibilite"
_LEAVES = ("PRISE-DE-CONGE", "ACCUEIL", "EMPATHIE", "RECOMMANDATION")


def missed(verdict: Verdict, picture: Picture) -> tuple[Missed, ...]:
    """At most three occasions, each at a different turn, when the criterion is not mastered."""
    if verdict.level is None or verdict.level >= 3:
        return ()
    found: list[Missed] = []
    for rule in verdict.criterion.missed:
        if rule.check and (rule.check not in verdict.results or verdict.results[rule.check].holds):
            continue
        for item in _FINDERS[rule.occasion](rule, picture, verdict):
            if all(item.turn != other.turn for other in found):
                found.append(item)
            if len(found) == _MOST:
                return tuple(found)
    return tuple(found)


def _facts(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    """Facts never obtained: at the client turn that came nearest, else where the theme was asked."""
    told = {item.fact.id for item in picture.found}
    for fact in picture.scenario.facts:
        if fact.id in told or (rule.themes and fact.theme not in rule.themes):
            continue
        place = _nearest(fact.id, picture)
        if place is not None and (fact.prompts or fact.questions):
            yield _at(place, rule, picture, (*fact.prompts, *fact.questions)[0])


def _objections(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for episode in picture.episodes:
        if all(step in episode.steps for step in _STEPS):
            continue
        reply = _reply(picture, episode.turn)
        if reply is not None:
            better = episode.objection.better if episode.objection else rule.suggestion
            yield _at(reply, rule, picture, better or rule.suggestion)


def _restatements(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    """A told fact that no later advisor turn takes back."""
    for item in picture.found:
        reply = _reply(picture, item.turn)
        courtesy = item.fact.theme == _COURTESY
        if item.used is None and reply is not None and not courtesy:
            yield _at(reply, rule, picture, rule.suggestion.replace("{recap}", item.fact.recap))


def _offers(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for item in picture.offers:
        if item.kind == "unfit" or not item.linked:
            why = item.entry.why if item.entry is not None else ""
            voice = picture.voice(item.turn)
            yield _at(voice, rule, picture, rule.suggestion.replace("{why}", why))


def _claims(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for claim in picture.claims:
        if claim.verdict in ("wrong", "vague"):
            reference = claim.reference or _reference(claim.subject)
            yield _at(
                picture.voice(claim.turn), rule, picture, rule.suggestion.replace("{reference}", reference)
            )


def _reference(subject: str) -> str:
    return subject


def _jargon(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for act in picture.acts:
        if act.act == "M-JARGON":
            voice = picture.voice(act.turn)
            yield _at(voice, rule, picture, rule.suggestion.replace("{term}", act.quote))


def _duties(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for duty in picture.obligations:
        if duty.status in ("missing", "broken"):
            voice = picture.voice(duty.turn) if duty.turn else _closing(picture)
            if voice is not None:
                yield _at(voice, rule, picture, rule.suggestion.replace("{duty}", duty.text))


def _points(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    for point in picture.scenario.demand.points:
        voice = _closing(picture)
        if picture.points.get(point.id) is None and voice is not None:
            yield _at(voice, rule, picture, rule.suggestion.replace("{point}", point.text))


def _checks(rule: MissedRule, picture: Picture, verdict: Verdict) -> Iterator[Missed]:
    voice = _place(rule, picture)
    if voice is not None:
        yield _at(voice, rule, picture, rule.suggestion or _example(verdict, picture))


def _example(verdict: Verdict, picture: Picture) -> str:
    examples = verdict.criterion.examples
    written = picture.transcript.channel in ("chat", "email")
    return (examples.written or examples.oral) if written else (examples.oral or examples.written)


def _place(rule: MissedRule, picture: Picture) -> Voice | None:
    advisor = picture.advisor
    if not advisor:
        return None
    if rule.at == "opening":
        return advisor[0]
    if rule.themes:
        about = next((v for v in advisor if set(rule.themes).intersection(v.reading.themes)), None)
        if about is not None:
            return about
    if rule.at == "closing":
        return _closing(picture)
    if rule.at == "first_offer":
        return picture.voice(picture.first_offer[0]) if picture.first_offer else advisor[len(advisor) // 2]
    if rule.at == "emotion":
        felt = (v.n for v in picture.voices if v.turn.speaker == "client" and v.reading.has("EMOTION"))
        turn = next(felt, None)
        return _reply(picture, turn) if turn else advisor[min(1, len(advisor) - 1)]
    if rule.at == "request":
        return advisor[min(1, len(advisor) - 1)]
    return advisor[len(advisor) // 2]


def _at(voice: Voice, rule: MissedRule, picture: Picture, suggestion: str) -> Missed:
    before = picture.before(voice.n, 1)
    quoted = _short(before[0].turn.text) if before else ""
    why = rule.why.replace("{client}", quoted)
    return Missed(turn=voice.n, why=why, suggestion=_own(suggestion, picture))


def _own(text: str, picture: Picture) -> str:
    """A line with this client's name and what does not suit them."""
    scenario = picture.scenario
    unfit = scenario.unfit[0].why if scenario.unfit else ""
    name = f"{scenario.persona.title} {scenario.persona.last_name}"
    return text.replace("{name}", name).replace("{unfit}", unfit)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    if len(flat) <= _QUOTED:
        return flat
    return flat[:_QUOTED].rsplit(" ", 1)[0] + "…"


def _reply(picture: Picture, client_turn: int) -> Voice | None:
    return next((v for v in picture.voices[client_turn:] if v.turn.speaker == "advisor"), None)


def _nearest(fact_id: str, picture: Picture) -> Voice | None:
    """The advisor turn after the client turn that came nearest to a fact, else after the longest one."""
    lines = picture.lines.get(fact_id, ())
    clients = [v for v in picture.voices[:-1] if v.turn.speaker == "client" and _reply(picture, v.n)]
    if not clients:
        return picture.advisor[0] if picture.advisor else None

    def near(voice: Voice) -> tuple[int, int]:
        return max((len(voice.roots & line) for line in lines), default=0), voice.reading.words

    return _reply(picture, max(clients, key=near).n)


def _closing(picture: Picture) -> Voice | None:
    """The last advisor turn that does more than take leave."""
    for voice in reversed(picture.advisor):
        if any(act.act not in _LEAVES for act in voice.reading.acts):
            return voice
    return picture.advisor[-1] if picture.advisor else None


_Finder = Callable[[MissedRule, Picture, Verdict], Iterator[Missed]]
_FINDERS: dict[str, _Finder] = {
    "fact": _facts,
    "objection": _objections,
    "restatement": _restatements,
    "offer": _offers,
    "claim": _claims,
    "jargon": _jargon,
    "obligation": _duties,
    "point": _points,
    "check": _checks,
}
__all__: Sequence[str] = ["missed"]
