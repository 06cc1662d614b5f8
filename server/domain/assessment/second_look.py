"""What the whole conversation shows and a turn read alone may hide: acts added for the rules only.

Conservative: an act is added only where the turn has none of its family and the surroundings prove it
(facts the client told and that are taken back, a product named with what is done about it, a feeling named
right after it was voiced). The published acts of the assessment stay those of the analysis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from server.domain.analysis.acts import Act
from server.domain.assessment.dates import clocked
from server.domain.assessment.hearing import Voice
from server.domain.assessment.phrasebook import Place
from server.domain.feedback import Feedback
from server.domain.scenario import Scenario

_ASKS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
_CHECKS = ("VALIDATION", "OBJ-CONTROLER", "REFORM-SIMPLE", "REFORM-SYNTHESE", "CONCLUSION", "CADRAGE")
_BETTER = ("Q-OUVERTE", "Q-ALTERNATIVE")
_REFORMS = ("REFORM-SIMPLE", "REFORM-SYNTHESE")
_OFFERS = ("PROPOSITION", "ARG-CAB")
_TELLS = (
    "EXPLICATION", "PROPOSITION", "ARG-CAB", "OBJ-REPONDRE", "CONFORMITE", "DELEGATION", "ESCALADE",
    "SERVICES-EN-LIGNE", "CONCLUSION", "PRISE-RDV", "REFORM-SIMPLE", "REFORM-SYNTHESE", "EMPATHIE", "EXCUSES",
    "PRESENTATION", "ACCUEIL", "CADRAGE", "PRISE-DE-CONGE",
)  # fmt: skip
_ENDS = ("CONCLUSION", "PRISE-DE-CONGE", "RECOMMANDATION")
_CONFIDENCE = 0.5
_LEAST_WORDS = 10
_ECHO_WORDS = 6
_NEAR = 2


def second_look(voices: Sequence[Voice], scenario: Scenario, feedback: Feedback) -> tuple[Voice, ...]:
    """The same turns, with the acts that their surroundings prove."""
    seen: list[Voice] = []
    for voice in voices:
        if voice.turn.speaker == "advisor":
            added = tuple(_added(voice, seen, scenario, feedback))
            voice = _with(voice, added) if added else voice
        seen.append(voice)
    return tuple(seen)


def _with(voice: Voice, added: Sequence[Act]) -> Voice:
    reading = voice.reading
    better = [act for act in added if act.act in _BETTER]
    kept = [
        act for act in reading.acts if act.act != "Q-FERMEE" or not any(_over(act, new) for new in better)
    ]
    acts = sorted((*kept, *added), key=lambda act: (act.start, act.end))
    offers = reading.offers
    if any(act.act == "PROPOSITION" for act in added):
        offers = tuple(dict.fromkeys((*offers, *reading.products)))
    return replace(voice, reading=reading.model_copy(update={"acts": tuple(acts), "offers": offers}))


def _over(one: Act, other: Act) -> bool:
    return one.start < other.end and other.start < one.end


def _added(voice: Voice, before: Sequence[Voice], scenario: Scenario, feedback: Feedback) -> Iterator[Act]:
    has = voice.reading.has
    if not has(*_ASKS, *_CHECKS):
        yield from _question(voice, before)
    yield from _opened(voice, feedback)
    if not has("Q-ALTERNATIVE"):
        yield from _choice(voice, feedback)
    if not has("PRISE-RDV"):
        yield from _meeting(voice, feedback)
    if not has(*_REFORMS, *_ENDS):
        yield from _restatement(voice, before, scenario, feedback)
    if not has(*_OFFERS):
        yield from _proposal(voice, before, feedback)
    if not has("CONCLUSION"):
        yield from _conclusion(voice, before, feedback)
    if not has(*_TELLS):
        yield from _telling(voice)
    if not has("EMPATHIE"):
        yield from _feeling(voice, before, feedback)


def _question(voice: Voice, before: Sequence[Voice]) -> Iterator[Act]:
    asked = [place for place in _sentences(voice) if _asks(voice, place)]
    if not asked:
        return
    start, end = asked[-1]
    words = voice.turn.text[start:end].split()
    told = next((v.roots for v in reversed(before) if v.turn.speaker == "client"), frozenset())
    echo = len(words) <= _ECHO_WORDS and bool(voice.roots_in(start, end) & told)
    yield _act(voice, (start, end), "RELANCE" if echo else "Q-FERMEE")


def _opened(voice: Voice, feedback: Feedback) -> Iterator[Act]:
    """A question read as closed that asks how, why or what: it makes the client tell."""
    known = [act for act in voice.reading.acts if act.act in ("Q-OUVERTE", "RELANCE", "OBJ-CREUSER")]
    for place in _questions(voice):
        if any(act.start < place[1] and place[0] < act.end for act in known):
            continue
        if voice.says(feedback.says_opens, place) and not voice.says(feedback.says_closes, place):
            yield _act(voice, place, "Q-OUVERTE")
            return


def _choice(voice: Voice, feedback: Feedback) -> Iterator[Act]:
    """A question that offers two things, refusal left open."""
    for place in _questions(voice):
        words = [
            token.word for group in voice.groups for token in group if place[0] <= token.start < place[1]
        ]
        if "ou" not in words[2:-2] or voice.says(feedback.says_closes, place):
            continue
        tail = words[words.index("ou", 2) + 1 :]
        if len([word for word in tail if word != "?"]) > 1:
            yield _act(voice, place, "Q-ALTERNATIVE")
            return


def _meeting(voice: Voice, feedback: Feedback) -> Iterator[Act]:
    """A day and an hour for what comes next."""
    for place in _sentences(voice):
        named = voice.says(feedback.says_days, place) and not voice.says(feedback.says_past, place)
        if named and clocked(voice, place) and not _asks(voice, (place[0], place[1] - 1)):
            yield _act(voice, place, "PRISE-RDV")
            return


def _questions(voice: Voice) -> list[Place]:
    """Sentences that ask; without punctuation, the spans of the questions that were read."""
    asked = [place for place in _sentences(voice) if _asks(voice, place)]
    return asked or [
        (act.start, act.end) for act in voice.reading.acts if act.act in ("Q-FERMEE", "Q-ORIENTEE")
    ]


def _restatement(
    voice: Voice, before: Sequence[Voice], scenario: Scenario, feedback: Feedback
) -> Iterator[Act]:
    """Two told things taken back outside an offer: a summary, whatever its wording."""
    if voice.says(feedback.says_proposes):
        return
    checked = voice.says(feedback.says_validates)
    if _taken_back(voice, before, scenario) < (_NEAR if checked else _NEAR + 1):
        return
    places = [place for place in _sentences(voice) if len(voice.roots_in(*place)) > 1]
    if places:
        code = "REFORM-SYNTHESE" if checked or "?" in voice.turn.text else "REFORM-SIMPLE"
        yield _act(voice, (places[0][0], places[-1][1]), code)


def _taken_back(voice: Voice, before: Sequence[Voice], scenario: Scenario) -> int:
    """How many things the client told this turn says again: facts by their anchors, else numbers."""
    clients = [v for v in before if v.turn.speaker == "client"]
    refs = {item.ref for item in voice.reading.restated if item.true and item.ref}
    facts = {
        fact.id
        for fact in scenario.facts
        if voice.says(fact.anchors) and any(v.says(fact.anchors) for v in clients)
    }
    told = {root for v in clients for root in v.roots if root[0] == "#"}
    return max(len(refs | facts), len(told & voice.roots))


def _proposal(voice: Voice, before: Sequence[Voice], feedback: Feedback) -> Iterator[Act]:
    """A product or figures put forward after questions, by what is said about them or by two figures."""
    if len(voice.turn.text.split()) < _LEAST_WORDS:
        return
    figures = [n for n in voice.numbers if n.unit in ("percent", "eur")]
    rates = any(n.unit == "percent" for n in figures)
    asked = any(v.reading.has(*_ASKS) for v in before if v.turn.speaker == "advisor")
    named = bool(voice.reading.products)
    if named or (figures and asked):
        for place in (voice.sentence(at) for at in voice.places(feedback.says_proposes)):
            if not _asks(voice, place) and not voice.says(feedback.says_discards, place):
                yield _act(voice, place, "PROPOSITION")
                return
    if voice.says(feedback.says_discards):
        return
    if asked and ((named and figures) or (rates and len(figures) >= _NEAR)):
        place = voice.sentence((figures[0].start, figures[0].end))
        if not _asks(voice, place):
            yield _act(voice, place, "PROPOSITION")


def _conclusion(voice: Voice, before: Sequence[Voice], feedback: Feedback) -> Iterator[Act]:
    """Decisions summed up once something was proposed or transmitted."""
    done = any(v.reading.has(*_OFFERS, "ESCALADE", "DELEGATION", "PRISE-RDV") for v in before)
    for place in (voice.sentence(at) for at in voice.places(feedback.says_concludes) if done):
        yield _act(voice, place, "CONCLUSION")
        return


def _telling(voice: Voice) -> Iterator[Act]:
    """A plain statement of some length informs the client."""
    told = [place for place in _sentences(voice) if not _asks(voice, place)]
    longest = max(told, key=lambda place: len(voice.turn.text[place[0] : place[1]].split()), default=None)
    if longest and len(voice.turn.text[longest[0] : longest[1]].split()) >= _LEAST_WORDS:
        yield _act(voice, longest, "EXPLICATION")


def _feeling(voice: Voice, before: Sequence[Voice], feedback: Feedback) -> Iterator[Act]:
    clients = [v for v in before if v.turn.speaker == "client"][-_NEAR:]
    voiced = any(v.reading.has("EMOTION") or v.says(feedback.says_emotions) for v in clients)
    for place in (voice.sentence(at) for at in voice.places(feedback.says_emotions)):
        quote = voice.turn.text[place[0] : place[1]].lower()
        owned = voice.says(feedback.says_feels, place) or (voiced and "vous" in quote)
        if owned and clients and not _asks(voice, place):
            yield _act(voice, place, "EMPATHIE")
            return


def _sentences(voice: Voice) -> list[Place]:
    found = []
    for group in voice.groups:
        end = group[-1].end
        while end < len(voice.turn.text) and voice.turn.text[end] in " .!?…":
            end += 1
        found.append((group[0].start, end))
    return found


def _asks(voice: Voice, place: Place) -> bool:
    return "?" in voice.turn.text[place[0] : place[1] + 2]


def _act(voice: Voice, place: Place, code: str) -> Act:
    start, end = place
    text = voice.turn.text
    while end > start and text[end - 1].isspace():
        end -= 1
    return Act(
        turn=voice.n,
        act=code,
        start=start,
        end=end,
        quote=text[start:end],
        confidence=_CONFIDENCE,
        decided_by="context",
    )
