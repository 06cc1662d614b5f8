"""What a question aims at: themes, hidden facts and free topics. Statements aim at nothing."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import QUESTIONS, Decision, Piece
from server.domain.analysis.features import text_features, theme_features
from server.domain.analysis.linear import probabilities
from server.domain.analysis.tables import refs
from server.domain.analysis.trees import probabilities_of
from server.domain.lexicon import LinearModel
from server.domain.scenario import Fact

_CLOSE = (0.15, 0.22, 0.3, 0.38, 0.46, 0.55)
_LIKELY = (0.03, 0.08, 0.15, 0.25, 0.4, 0.55, 0.7, 0.85)
_ASKING = frozenset({*QUESTIONS, "CADRAGE", "IDENTIFICATION", "CONFORMITE"})
_MAY_ASK = 0.3
_MAY_ASK_BARE = 0.25
_ASKS = 0.5
_TELLING = 0.3
_THEME_LEAST = 0.5
_A_WORD = 3
_BRIEF = 8
_BEYOND_TOPIC = 0.85
_BESIDE = 0.35
_SURELY = 0.75
_HARDLY = 0.1
_PATTERN_CLOSE = 0.42
_PATTERN_NEAR = 0.22
_MAYBE = 0.6  # share of the threshold from which a fact is worth asking back about


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the questions of a turn point. Facts come most likely first; ``near`` ones are only possible."""

    themes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The words that ask: an asking segment with its lead-in, or all of them together."""

    pieces: tuple[Piece, ...]

    @property
    def asks(self) -> float:
        """How surely it looks for information."""
        return max(piece.asks for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its words, as said."""
        return " ".join(piece.segment.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for each theme and fact in one scope."""

    themes: Mapping[str, float]
    leanings: Mapping[str, float]
    own: Mapping[str, float]
    close: Mapping[str, float]
    cued: Sequence[str]
    topics: Sequence[str]
    named: Set[str]
    told: Set[str]
    roots: frozenset[str]
    fields: frozenset[str]


def scopes_of(pieces: Sequence[Piece], asked: Set[int] | None = None) -> list[Scope]:
    """One scope per segment that may ask, and their union when there are several.

    ``asked``: the segments decided to be questions; the others must ask for sure.
    """
    may = []
    for at, piece in enumerate(pieces):
        if piece.consents or _beside_the_point(piece) or not _speaks(piece):
            continue
        sure = asked is not None and at not in asked and not piece.segment.bare
        if piece.asks >= (_ASKS if sure else _MAY_ASK_BARE if piece.segment.bare else _MAY_ASK):
            may.append(at)
    singles = [tuple(_with_lead_in(pieces, at)) for at in may]
    scopes = [Scope(single) for single in singles]
    if len(singles) > 1:
        whole = dict.fromkeys(piece.segment.start for single in singles for piece in single)
        scopes.append(Scope(tuple(piece for piece in pieces if piece.segment.start in whole)))
    return scopes


def _beside_the_point(piece: Piece) -> bool:
    """« Vous pouvez répéter ? », « Vous êtes une machine ? » : about the talk itself."""
    return bool(piece.marks.get("input")) and piece.segment.words <= _BRIEF


def _speaks(piece: Piece) -> bool:
    """Whether there is a word to understand: « F3 ? » or letters set apart hold none."""
    return any(len(token.word) >= _A_WORD and token.word.isalpha() for token in piece.segment.tokens)


def _with_lead_in(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """« Sur votre logement. Toujours rue des Tilleuls ? » : the short piece before is part of it."""
    first = at
    if at and not pieces[at - 1].asking and pieces[at - 1].segment.words <= 8:
        first = at - 1
    return list(pieces[first : at + 1])


def aim(pieces: Sequence[Piece], decisions: Sequence[Decision], past: Surroundings) -> Aim:
    """Themes, facts and topics that the asking segments touch."""
    asked = {at for d in decisions if d.act in _ASKING for at in range(d.first, d.last + 1)}
    themes: dict[str, float] = {}
    facts: dict[str, float] = {}
    topics: dict[str, None] = {}
    for scope in scopes_of(pieces, asked):
        seen = evidence(scope, past)
        for fact, value in likely_facts(scope, seen, past).items():
            facts[fact] = max(facts.get(fact, 0.0), value)
        if scope.asks < _ASKS:
            continue
        for theme, value in seen.themes.items():
            themes[theme] = max(themes.get(theme, 0.0), value)
        topics.update(dict.fromkeys(ref for piece in scope.pieces for ref in refs(piece.scene, "topic")))
    model = past.lexicon.lexicon.pair_model
    least = model.threshold if model else 0.0
    sure = {fact: value for fact, value in facts.items() if value >= least}
    maybe = {fact: value for fact, value in facts.items() if _MAYBE * least <= value < least}
    return Aim(_ranked(themes), _ranked(sure), _ranked(maybe), tuple(topics))


def _ranked(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda name: -values[name]))


def evidence(scope: Scope, past: Surroundings) -> Evidence:
    """Look at a scope from every side."""
    lexicon = past.lexicon.lexicon
    text = text_features([token for piece in scope.pieces for token in piece.segment.tokens])
    context = theme_features(scope.pieces, past)
    cues = dict.fromkeys((ref for piece in scope.pieces for ref in refs(piece.marks, "theme")), _THEME_LEAST)
    model = lexicon.theme_model
    leanings = cues
    if model is not None:
        leanings = dict(zip(model.labels, probabilities(model, text, context).tolist(), strict=True))
        cues = {theme: value for theme, value in leanings.items() if value >= model.least[theme]}
    return Evidence(
        themes=cues,
        leanings=leanings,
        own=_own_values(lexicon.fact_model, text, context, past) if lexicon.fact_model else {},
        close=past.scenario.probes.closeness(scope.text),
        cued=[ref for piece in scope.pieces for ref in refs(piece.scene, "fact")],
        topics=[ref for piece in scope.pieces for ref in refs(piece.scene, "topic")],
        named={ref for piece in scope.pieces for ref in refs(piece.scene, "anchor")},
        told=past.scenario.anchors_in(past.heard),
        roots=frozenset(root for piece in scope.pieces for root in piece.words),
        fields=frozenset(ref for piece in scope.pieces for ref in refs(piece.marks, "field")),
    )


def _own_values(
    model: LinearModel, text: Sequence[str], context: Sequence[str], past: Surroundings
) -> dict[str, float]:
    labels = {own_label(past.scenario.scenario.id, fact): fact.id for fact in past.scenario.scenario.facts}
    values = zip(model.labels, probabilities(model, text, context).tolist(), strict=True)
    return {labels[label]: value for label, value in values if label in labels}


def own_label(scenario_id: str, fact: Fact) -> str:
    """Name of a shipped fact in the fact model; another theme makes it another fact."""
    return f"{scenario_id}/{fact.id}/{fact.theme}"


def likely_facts(scope: Scope, seen: Evidence, past: Surroundings) -> dict[str, float]:
    """How surely a scope touches each fact; without a model, only those it touches."""
    model = past.lexicon.lexicon.pair_model
    facts = past.scenario.scenario.facts
    if model is not None:
        values = probabilities_of(model, [pair_flags(fact, scope, seen, past) for fact in facts]).tolist()
        return {f.id: _beside_topics(f, value, seen) for f, value in zip(facts, values, strict=True)}
    found = {}
    for fact in facts:
        close = seen.close.get(fact.id, 0.0)
        agrees = close >= _PATTERN_NEAR or fact.theme in seen.themes
        if close >= _PATTERN_CLOSE or (fact.id in seen.cued and agrees):
            found[fact.id] = 0.5 + close / 2
    return found


def _beside_topics(fact: Fact, value: float, seen: Evidence) -> float:
    """A question about something the client tells freely, or surely about another theme, is not about the fact."""
    if fact.id in seen.cued or value >= _BEYOND_TOPIC:
        return value
    elsewhere = max(seen.leanings.values(), default=0.0) >= _SURELY
    other_subject = elsewhere and seen.leanings.get(fact.theme, 0.0) < _HARDLY
    return value * _BESIDE if seen.topics or other_subject else value


def pair_flags(fact: Fact, scope: Scope, seen: Evidence, past: Surroundings) -> list[str]:
    """What speaks for one fact, as cumulative flags, weighed the same way in every scenario."""
    flags = []
    cues = seen.cued.count(fact.id)
    flags += [f"cue {n}" for n in (1, 2, 3) if cues >= n]
    close = seen.close.get(fact.id, 0.0)
    flags += [f"close {limit}" for limit in _CLOSE if close >= limit]
    if close and close == max(seen.close.values()):
        flags.append("closest")
    theme = seen.leanings.get(fact.theme, 0.0)
    flags += [f"theme {limit}" for limit in _LIKELY if theme >= limit]
    if seen.leanings:
        first = max(seen.leanings, key=lambda name: seen.leanings[name])
        flags.append("first theme" if first == fact.theme else f"theme {first} for {fact.theme}")
    flags += _links(fact, seen, past)
    if fact.id in seen.own:
        own = seen.own[fact.id]
        flags += ["known", *(f"own {limit}" for limit in _LIKELY if own >= limit)]
        if own == max(seen.own.values()):
            flags.append("first own")
    siblings = sum(other.theme == fact.theme for other in past.scenario.scenario.facts)
    if siblings > 1:
        flags.append("shared theme")
    words = sum(piece.segment.words for piece in scope.pieces)
    flags += [f"words {limit}" for limit in (4, 8, 16) if words > limit]
    flags.append(f"access {fact.access}")
    return flags + _manner(scope)


def _links(fact: Fact, seen: Evidence, past: Surroundings) -> list[str]:
    """What the question shares with the fact's own words, and what it shares with something else."""
    flags = [f"topic {n}" for n in (1, 2) if len(seen.topics) >= n]
    themes = [topic.theme for topic in past.scenario.scenario.topics if topic.id in seen.topics]
    if fact.theme in themes:
        flags.append("topic of this theme")
    if fact.id in seen.named:
        flags.append("named")
    if fact.id in seen.told:
        flags.append("just told")
    known = past.scenario.world_of(fact, past.lexicon)
    flags += [f"roots {n}" for n in (1, 2, 3, 4) if len(seen.roots & known.roots) >= n]
    flags += [f"fields {n}" for n in (1, 2, 3, 5) if len(seen.fields & known.fields) >= n]
    if seen.fields and len(seen.fields & known.fields) * 2 > len(seen.fields):
        flags.append("fields most")
    return flags


def _manner(scope: Scope) -> list[str]:
    """How the scope speaks: how surely it asks, and which acts its segments may be."""
    flags = [f"asks {limit}" for limit in _LIKELY if scope.asks >= limit]
    acts = {act for piece in scope.pieces for act, score in piece.scores.items() if score.value >= _TELLING}
    return flags + [f"act {act}" for act in sorted(acts)]
