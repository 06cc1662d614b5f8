"""The one reading of a turn that the director, the hints and the rubric engine share."""

from collections.abc import Mapping, Sequence

from server.domain.analysis.acts import Act, Reading
from server.domain.analysis.client_reading import client_acts
from server.domain.analysis.context import Surroundings, surroundings
from server.domain.analysis.decide import QUESTIONS, Decision, Piece
from server.domain.analysis.inputs import input_kind
from server.domain.analysis.jargon import unexplained
from server.domain.analysis.modelled import join_model
from server.domain.analysis.restated import restated
from server.domain.analysis.rules import decide
from server.domain.analysis.tables import lexicon_tables, refs, scenario_tables
from server.domain.analysis.touched import Aim, aim
from server.domain.analysis.wordings import pattern_scores
from server.domain.catalogue import Catalogue
from server.domain.lexicon import Lexicon
from server.domain.scenario import Scenario
from server.domain.text import Span, word_count
from server.domain.transcript import Transcript, Turn

_MONOLOGUE = 120
_BURST = 3
_OFFERS = ("PROPOSITION", "ARG-CAB", "SERVICES-EN-LIGNE")


def read_turn(
    turn: Turn,
    before: Sequence[Turn],
    readings: Sequence[Reading],
    scenario: Scenario,
    catalogue: Catalogue,
    lexicon: Lexicon,
) -> Reading:
    """Read one turn in the light of the turns before it. Pure and deterministic."""
    tables, scene = lexicon_tables(lexicon), scenario_tables(scenario, catalogue)
    if turn.speaker == "client":
        acts = client_acts(turn, tables, scene)
        return Reading(turn=turn.n, speaker="client", acts=acts, words=word_count(turn.text))
    past = surroundings(before, readings, tables, scene)
    pieces = pieces_of(turn, past)
    model = lexicon.act_model
    if model is not None:
        join_model(pieces, past, model)
    decisions = decide(pieces, past, model.least if model else {})
    pointed = aim(pieces, decisions, past)
    jargon = unexplained(pieces, past)
    acts = _acts(turn, pieces, decisions, pointed, jargon, past)
    kind = input_kind(turn, pieces, acts, pointed)
    return Reading(
        turn=turn.n,
        speaker="advisor",
        acts=acts,
        themes=pointed.themes,
        facts=pointed.facts,
        near=pointed.near,
        topics=pointed.topics,
        products=_products(pieces),
        offers=_offers(pieces, decisions),
        restated=restated(pieces, decisions, past),
        jargon=tuple(quote for _, _, quote in jargon),
        words=word_count(turn.text),
        input=kind,
    )


def read_transcript(
    transcript: Transcript, scenario: Scenario, catalogue: Catalogue, lexicon: Lexicon
) -> tuple[Reading, ...]:
    """Read every turn in order. Jargon explained in the advisor's next turn is no fault."""
    readings: list[Reading] = []
    for place, turn in enumerate(transcript.turns):
        before = transcript.turns[:place]
        readings.append(read_turn(turn, before, readings, scenario, catalogue, lexicon))
    return tuple(readings)


def pieces_of(turn: Turn, past: Surroundings) -> list[Piece]:
    """The segments of an advisor turn with everything looked up, before any decision."""
    tables, scene = past.lexicon, past.scenario
    patterns = tables.lexicon.patterns.advisor
    pieces = []
    for segment in tables.segmenter.cut(turn.text):
        marks = tables.marks(segment.tokens)
        scores = pattern_scores(segment, marks, tables.starts, patterns, past.before_marks, past.early)
        words = past.words_of(segment.tokens)
        pieces.append(Piece(segment, marks, scene.marks(segment.tokens), scores, words))
    return pieces


def _acts(
    turn: Turn,
    pieces: Sequence[Piece],
    decisions: Sequence[Decision],
    pointed: Aim,
    jargon: Sequence[tuple[int, int, str]],
    past: Surroundings,
) -> tuple[Act, ...]:
    acts = [_act(turn, pieces, d, pointed) for d in _merged(decisions)]
    acts += [_blunder(turn, "M-JARGON", start, end) for start, end, _ in jargon]
    if word_count(turn.text) > _MONOLOGUE and not any(act.act == "REFORM-SYNTHESE" for act in acts):
        acts.append(_blunder(turn, "M-MONOLOGUE", 0, len(turn.text)))
    acts.sort(key=lambda act: (act.start, act.end, act.act))
    return tuple(_burst(acts, past))


def _act(turn: Turn, pieces: Sequence[Piece], d: Decision, pointed: Aim) -> Act:
    first, last = pieces[d.first].segment, pieces[d.last].segment
    span = Span.of(turn.text, first.start, last.end)
    attributes = {key: value for key, value in d.attributes.items() if not key.startswith("_")}
    if d.act in QUESTIONS and pointed.themes:
        inside = [t for at in range(d.first, d.last + 1) for t in refs(pieces[at].marks, "theme")]
        theme = next((t for t in pointed.themes if t in inside), pointed.themes[0])
        attributes["theme"] = theme
    return Act(
        turn=turn.n, act=d.act, start=span.start, end=span.end, quote=span.quote,
        confidence=round(d.confidence, 2), decided_by=d.decided_by, attributes=attributes,
    )  # fmt: skip


def _merged(decisions: Sequence[Decision]) -> list[Decision]:
    """Neighbouring segments of one act are one act."""
    found: list[Decision] = []
    for d in sorted(decisions, key=lambda d: (d.act, d.first)):
        previous = found[-1] if found else None
        if previous and previous.act == d.act and d.first <= previous.last + 1 and d.act not in QUESTIONS:
            attributes: Mapping[str, str] = {**previous.attributes, **d.attributes}
            confidence = max(previous.confidence, d.confidence)
            found[-1] = Decision(d.act, previous.first, d.last, confidence, previous.decided_by, attributes)
        else:
            found.append(d)
    return found


def _blunder(turn: Turn, code: str, start: int, end: int) -> Act:
    span = Span.of(turn.text, start, end)
    return Act(
        turn=turn.n, act=code, start=span.start, end=span.end, quote=span.quote,
        confidence=0.8, decided_by="context",
    )  # fmt: skip


def _burst(acts: Sequence[Act], past: Surroundings) -> list[Act]:
    """Three closed questions in a row, without anything that listens, are a burst."""
    run = 0
    for reading in past.readings:
        if reading.speaker == "advisor":
            for act in reading.acts:
                run = run + 1 if act.act == "Q-FERMEE" else 0 if _listens(act) else run
    marked = []
    for act in acts:
        run = run + 1 if act.act == "Q-FERMEE" else 0 if _listens(act) else run
        if act.act == "Q-FERMEE" and run >= _BURST:
            act = act.model_copy(update={"attributes": {**act.attributes, "rafale": "oui"}})
        marked.append(act)
    return marked


def _listens(act: Act) -> bool:
    return act.act in ("RELANCE", "REFORM-SIMPLE", "REFORM-SYNTHESE", "Q-OUVERTE", "EMPATHIE", "OBJ-CREUSER")


def _products(pieces: Sequence[Piece]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ref for piece in pieces for ref in refs(piece.scene, "product")))


def _offers(pieces: Sequence[Piece], decisions: Sequence[Decision]) -> tuple[str, ...]:
    found: list[str] = []
    for d in decisions:
        if d.act in _OFFERS:
            inside = [ref for at in range(d.first, d.last + 1) for ref in refs(pieces[at].scene, "product")]
            found += inside or ([] if d.act != "PROPOSITION" else list(_products(pieces)))
    return tuple(dict.fromkeys(found))
