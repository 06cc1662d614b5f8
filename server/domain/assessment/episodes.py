"""Objections: when the client raised one, which of the four steps the advisor took, how the client moved."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Act
from server.domain.assessment.hearing import Ear, Voice
from server.domain.client.move import Move
from server.domain.feedback import Feedback
from server.domain.scenario import Objection, Scenario, Step

ObjectionLines = Sequence[tuple[Objection, frozenset[str]]]

_STEPS: dict[Step, tuple[str, ...]] = {
    "acknowledge": ("OBJ-ACCUEILLIR", "EMPATHIE"),
    "probe": ("OBJ-CREUSER", "Q-OUVERTE", "RELANCE", "Q-ALTERNATIVE", "Q-FERMEE"),
    "answer": ("OBJ-REPONDRE", "EXPLICATION", "ARG-CAB", "CONFORMITE", "DELEGATION", "ESCALADE"),
    "check": ("OBJ-CONTROLER", "VALIDATION"),
}
_REACH = 4
_AT_ONCE, _SENTENCE = 5, 14  # words in which a yes comes, and in which it may be taken back
_OPENING = 2  # advisor turns before which nothing has been put forward
_HOLDS_BACK = ("pas", "jamais", "rien", "mais", "non", "plus")
_LEAST_WORDS = 7
_ANSWER_WORDS = 15
_CONTROL_WORDS = 20
_CONTROLS = ("Q-FERMEE", "Q-ALTERNATIVE")
_SHARED = 2
_ALIKE = 0.5
_AGREES = ("ACCORD", "SIGNAL-ACHAT")
_HOLDS_OUT = ("REFUS", "INSISTANCE", "MENACE-DEPART")


@dataclass(frozen=True, slots=True)
class Episode:
    """One objection and its treatment. ``steps`` maps a step to the act that does it."""

    turn: int
    quote: tuple[int, int]
    objection: Objection | None
    steps: dict[Step, Act]
    moved: int | None
    end: int
    endorsed: bool = False


@dataclass(frozen=True, slots=True)
class _Raised:
    turn: int
    quote: tuple[int, int]
    objection: Objection | None


def objection_lines(scenario: Scenario, ear: Ear) -> ObjectionLines:
    """The content words of each way of voicing each objection."""
    return [(item, ear.roots(line)) for item in scenario.objections for line in (item.text, *item.variants)]


def episodes(
    voices: Sequence[Voice],
    scenario: Scenario,
    feedback: Feedback,
    lines: ObjectionLines,
    moves: Sequence[Move] | None,
    first_offer: int | None,
) -> tuple[Episode, ...]:
    """Every objection of the client, in order. ``first_offer``: the turn where something is first offered."""
    raised = (
        _logged(voices, scenario, moves)
        if moves is not None
        else _overheard(voices, lines, first_offer or len(voices))
    )
    found = []
    for at, item in enumerate(raised):
        until = raised[at + 1].turn if at + 1 < len(raised) else len(voices) + 1
        found.append(_treated(item, until, voices, feedback))
    return tuple(found)


def _logged(voices: Sequence[Voice], scenario: Scenario, moves: Sequence[Move]) -> list[_Raised]:
    raised = []
    for move in moves:
        for objection_id in move.raised:
            if move.turn <= len(voices):
                text = voices[move.turn - 1].turn.text
                raised.append(_Raised(move.turn, (0, len(text)), scenario.objection(objection_id)))
    return raised


def _overheard(voices: Sequence[Voice], lines: ObjectionLines, first_offer: int) -> list[_Raised]:
    raised: list[_Raised] = []
    for voice in voices:
        if voice.turn.speaker == "advisor" or _too_soon(voice, voices, first_offer):
            continue
        act = next((a for a in voice.reading.acts if a.act == "OBJECTION"), None)
        known = _recognised(voice, lines)
        if act is None and known is None and not (voice.n > first_offer and _resists(voice, voices)):
            continue
        again = known is not None and any(item.objection is known for item in raised)
        if again or (known is None and raised and not _answered(voices[raised[-1].turn : voice.n])):
            continue
        quote = (act.start, act.end) if act else (0, len(voice.turn.text))
        raised.append(_Raised(voice.n, quote, known))
    return raised


def _too_soon(voice: Voice, voices: Sequence[Voice], first_offer: int) -> bool:
    """Whether nothing was there to object to: before any offer, a demand or the answer to a question."""
    before = [v for v in voices[: voice.n - 1] if v.turn.speaker == "advisor"]
    return voice.n < first_offer and (len(before) < _OPENING or "?" in before[-1].turn.text)


def _resists(voice: Voice, voices: Sequence[Voice]) -> bool:
    """Whether the client holds back, since the advisor welcomes it as an objection at once."""
    reply = voices[voice.n] if voice.n < len(voices) else None
    holds = any(token.word in _HOLDS_BACK for group in voice.groups for token in group)
    return (
        reply is not None
        and reply.reading.has("OBJ-ACCUEILLIR")
        and holds
        and not voice.reading.has(*_AGREES)
    )


def _answered(between: Sequence[Voice]) -> bool:
    """Whether the advisor has answered since; until then the client is still on the same objection."""
    return any(
        _fits("answer", act, 0, {}, voice)
        for voice in between
        if voice.turn.speaker == "advisor"
        for act in voice.reading.acts
        if act.act in _STEPS["answer"]
    )


def _recognised(voice: Voice, lines: ObjectionLines) -> Objection | None:
    """The scenario's objection this turn voices, by its words."""
    best, found = _ALIKE, None
    for objection, words in lines:
        common = len(voice.roots & words)
        share = common / max(len(words), 1)
        if common >= _SHARED and share > best:
            best, found = share, objection
    return found


def _treated(item: _Raised, until: int, voices: Sequence[Voice], feedback: Feedback) -> Episode:
    window = [v for v in voices[item.turn :] if v.turn.speaker == "advisor" and v.n < until][:_REACH]
    end = window[-1].n if window else item.turn
    steps: dict[Step, Act] = {}
    for place, voice in enumerate(window):
        for act in voice.reading.acts:
            for step, codes in _STEPS.items():
                fits = act.act in codes and _open(step, act, steps) and _fits(step, act, place, steps, voice)
                if fits and _meant(step, act, voice, voices, feedback):
                    steps[step] = act
        if _unanswered(voice, steps) and len(voice.turn.text.split()) >= _ANSWER_WORDS:
            plain = _plain_answer(voice)
            if plain is not None:
                steps["answer"] = plain
        if "answer" in steps and "check" not in steps and steps["answer"].turn == voice.n:
            control = _control(voice, steps["answer"], steps.get("probe"), feedback)
            if control is not None:
                steps["check"] = control
        if _closed(voices, voice.n, feedback) and "answer" in steps:
            end = voice.n
            break
    moved = _moved(steps, end, voices, feedback)
    endorsed = "probe" not in steps and _endorsed(item, window, feedback)
    return Episode(item.turn, item.quote, item.objection, steps, moved, end, endorsed)


def _endorsed(item: _Raised, window: Sequence[Voice], feedback: Feedback) -> bool:
    """Whether a misunderstanding of the client is met with a plain yes, and nothing that denies it."""
    if item.objection is None or item.objection.nature != "false" or not window or not window[0].groups:
        return False
    first = window[0].groups[0]
    start, near, far = first[0].start, first[:_AT_ONCE][-1].end, first[:_SENTENCE][-1].end
    agrees = window[0].says(feedback.says_agrees, (start, near))
    return agrees and not window[0].says(feedback.says_objects, (start, far))


def _open(step: Step, act: Act, steps: dict[Step, Act]) -> bool:
    """Whether a step is still to take; what is said once the client has been probed is the real answer."""
    if step != "answer" or step not in steps:
        return step not in steps
    probe = steps.get("probe")
    return probe is not None and steps["answer"].turn <= probe.turn < act.turn


def _unanswered(voice: Voice, steps: dict[Step, Act]) -> bool:
    answer, probe = steps.get("answer"), steps.get("probe")
    return answer is None or (probe is not None and answer.turn <= probe.turn < voice.n)


def _plain_answer(voice: Voice) -> Act | None:
    """A turn that tells something at length right after an objection answers it."""
    told = [g for g in voice.groups if "?" not in voice.turn.text[g[0].start : g[-1].end + 2]]
    longest = max(told, key=len, default=())
    if len(longest) < _LEAST_WORDS:
        return None
    start, end = longest[0].start, longest[-1].end
    return Act(
        turn=voice.n, act="OBJ-REPONDRE", start=start, end=end, quote=voice.turn.text[start:end],
        confidence=0.5, decided_by="context",
    )  # fmt: skip


def _control(voice: Voice, answer: Act, probe: Act | None, feedback: Feedback) -> Act | None:
    """A short question that ends the answer asks whether it did the trick, unless it opens another theme."""
    for act in voice.reading.acts:
        if probe is not None and probe.turn == act.turn and act.start < probe.end and probe.start < act.end:
            continue
        if act.start >= answer.start and voice.says(feedback.says_controls, (act.start, act.end)):
            return act
        short = len(act.quote.split()) <= _CONTROL_WORDS
        if act.act in _CONTROLS and act.start >= answer.start and short and "theme" not in act.attributes:
            return act
    return None


def _fits(step: Step, act: Act, place: int, steps: dict[Step, Act], voice: Voice) -> bool:
    if step == "acknowledge":
        return place == 0 or act.act == "OBJ-ACCUEILLIR"
    if step == "probe":
        first = place == 0 and ("answer" not in steps or act.act != "Q-FERMEE")
        return act.act == "OBJ-CREUSER" or first
    if step == "answer":
        return act.act == "OBJ-REPONDRE" or len(act.quote.split()) >= _LEAST_WORDS
    return "answer" in steps


def _meant(step: Step, act: Act, voice: Voice, voices: Sequence[Voice], feedback: Feedback) -> bool:
    """Whether a step is what its words say: a probe asks, a welcome does not sweep aside."""
    if step == "probe":
        return _asks(act, voice, voices, feedback)
    return step != "acknowledge" or not voice.says(feedback.says_dismisses, (act.start, act.end))


def _asks(act: Act, voice: Voice, voices: Sequence[Voice], feedback: Feedback) -> bool:
    """Whether an act asks about the objection: a real question, and not one that fixes a day.

    Speech typed without any question mark is taken as it was read.
    """
    marked = any("?" in other.turn.text for other in voices if other.turn.speaker == "advisor")
    place = voice.group((act.start, act.end))
    asked = "?" in voice.turn.text[act.start : place[1] + 2] or not marked
    return asked and not voice.says(feedback.says_days, (act.start, act.end))


def _closed(voices: Sequence[Voice], turn: int, feedback: Feedback) -> bool:
    after = next((v for v in voices[turn:] if v.turn.speaker == "client"), None)
    return after is not None and _agrees(after, feedback)


def _agrees(voice: Voice, feedback: Feedback) -> bool:
    if voice.reading.has(*_HOLDS_OUT) or voice.says(feedback.says_refusal):
        return False
    first = voice.groups[0][0].word if voice.groups else ""
    return (
        voice.reading.has(*_AGREES)
        or voice.says(feedback.says_relief)
        or (first in feedback.says_yes and not voice.reading.has("ACCORD-PARTIEL"))
    )


def _moved(steps: dict[Step, Act], end: int, voices: Sequence[Voice], feedback: Feedback) -> int | None:
    answer = steps.get("answer")
    if answer is None:
        return None
    replies = [v for v in voices[answer.turn : end + 2] if v.turn.speaker == "client"]
    return next((v.n for v in replies if _agrees(v, feedback)), None)
