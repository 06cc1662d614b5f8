"""Everything looked up while reading, prepared once per lexicon and once per scenario and catalogue."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from server.domain.analysis.echo import content
from server.domain.analysis.matcher import Hit, PhraseIndex
from server.domain.analysis.probes import Probes, probes_of
from server.domain.analysis.segments import Segmenter
from server.domain.analysis.spelling import Speller
from server.domain.catalogue import Catalogue
from server.domain.lexicon import ActPattern, Lexicon
from server.domain.phrases import Token, sentences, tokens
from server.domain.scenario import Correction, Fact, Scenario
from server.domain.text import fold

T = TypeVar("T")
Key = tuple[str, str]
Marks = dict[str, list[tuple[str, Hit[Key]]]]

_KEPT = 64
_TEXTS = 4096


class Memo:
    """Values made once per group of objects, told apart by identity; the oldest are dropped."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, ...], tuple[tuple[object, ...], Any]] = OrderedDict()

    def get(self, make: Callable[..., T], *of: object) -> T:
        """The value made from these objects, made now if it is new."""
        key = tuple(map(id, of))
        known = self._kept.get(key)
        if known is not None:
            value: T = known[1]
            return value
        value = make(*of)
        self._kept[key] = (of, value)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return value


@dataclass(frozen=True, slots=True)
class LexiconTables:
    """Indexes of a lexicon. Payloads are (kind, reference)."""

    lexicon: Lexicon
    segmenter: Segmenter
    index: PhraseIndex[Key]
    starts: PhraseIndex[Key]
    client: PhraseIndex[Key]
    client_starts: PhraseIndex[Key]
    stopwords: frozenset[str]
    roots: dict[str, tuple[str, ...]]

    def marks(self, tokens: Sequence[Token]) -> Marks:
        """What the lexicon sees in an advisor segment, by kind."""
        return grouped(self.index.hits(tokens))


@dataclass(frozen=True, slots=True)
class ScenarioTables:
    """Indexes of a scenario and a catalogue: cues, anchors, corrections, product names."""

    scenario: Scenario
    catalogue: Catalogue
    index: PhraseIndex[Key]
    fixes: tuple[tuple[str, Correction], ...]
    lines: tuple[tuple[str, str], ...]
    probes: Probes
    told: dict[str, frozenset[str]]
    worlds: dict[str, "FactWorld"]

    def world_of(self, fact: Fact, lexicon: LexiconTables) -> "FactWorld":
        """The words and fields that go with a fact. Made once."""
        known = self.worlds.get(fact.id)
        if known is None:
            texts = (*fact.questions, *fact.prompts, fact.key, fact.line, *fact.variants, fact.recap)
            said = [token for text in texts for token in tokens(text)]
            roots = frozenset(content(said, lexicon.stopwords, lexicon.lexicon.restating.numbers))
            asked = [token for text in (*fact.questions, *fact.prompts) for token in tokens(text)]
            known = FactWorld(roots, frozenset(refs(lexicon.marks(asked), "field")))
            self.worlds[fact.id] = known
        return known

    def anchors_in(self, text: str) -> frozenset[str]:
        """Facts whose anchors a client turn says. Remembered per text."""
        known = self.told.get(text)
        if known is None:
            known = frozenset(ref for group in sentences(text) for ref in refs(self.marks(group), "anchor"))
            if len(self.told) > _TEXTS:
                self.told.clear()
            self.told[text] = known
        return known

    def marks(self, tokens: Sequence[Token]) -> Marks:
        """What the scenario and the catalogue see in these words, by kind."""
        return grouped(self.index.hits(tokens))


@dataclass(frozen=True, slots=True)
class FactWorld:
    """The words and fields that go with a fact."""

    roots: frozenset[str]
    fields: frozenset[str]


def grouped(hits: Sequence[Hit[Key]]) -> Marks:
    """Hits by kind, each with its reference."""
    found: Marks = {}
    for hit in hits:
        found.setdefault(hit.payload[0], []).append((hit.payload[1], hit))
    return found


def refs(marks: Marks, kind: str) -> list[str]:
    """References of one kind, each once, in order."""
    return list(dict.fromkeys(ref for ref, _ in marks.get(kind, ())))


def lexicon_tables(lexicon: Lexicon) -> LexiconTables:
    """Tables of a lexicon, made once."""
    return _MEMO.get(_lexicon_tables, lexicon)


def scenario_tables(scenario: Scenario, catalogue: Catalogue) -> ScenarioTables:
    """Tables of a scenario with its catalogue, made once."""
    return _MEMO.get(_scenario_tables, scenario, catalogue)


def _lexicon_tables(lexicon: Lexicon) -> LexiconTables:
    index, starts = _patterns(lexicon.patterns.advisor)
    client, client_starts = _patterns(lexicon.patterns.client)
    for theme in lexicon.themes:
        index.add_loose(theme.says, ("theme", theme.id))
    for field, said in lexicon.fields.items():
        index.add_loose(said, ("field", field))
    for number, term in enumerate(lexicon.jargon.terms):
        index.add_wording(term.says, ("jargon", str(number)))
        index.add_loose(term.explained, ("plain", str(number)))
    for kind in ("open", "closed", "polar", "tag"):
        index.add_wording(getattr(lexicon.markers, f"{kind}_words"), ("shape", kind))
    index.add_wording(lexicon.jargon.explains, ("explains", ""))
    for kind in ("injection", "rude", "off_topic", "repeat", "about_me"):
        index.add_wording(getattr(lexicon.inputs, kind), ("input", kind))
    index.add_wording(lexicon.restating.openers, ("restates", "opener"))
    index.add_wording(lexicon.restating.summaries, ("restates", "summary"))
    index.add_wording(lexicon.restating.checks, ("checks", ""))
    index.add_wording(lexicon.restating.consents, ("consents", ""))
    return LexiconTables(
        lexicon=lexicon,
        segmenter=Segmenter(lexicon.markers, Speller(lexicon.spelling)),
        index=index,
        starts=starts,
        client=client,
        client_starts=client_starts,
        stopwords=frozenset(lexicon.restating.stopwords),
        roots={},
    )


def _patterns(patterns: Sequence[ActPattern]) -> tuple[PhraseIndex[Key], PhraseIndex[Key]]:
    index: PhraseIndex[Key] = PhraseIndex()
    starts: PhraseIndex[Key] = PhraseIndex()
    for number, pattern in enumerate(patterns):
        ref = str(number)
        index.add_loose(pattern.says, ("says", ref))
        index.add_wording(pattern.wording, ("wording", ref))
        index.add_wording(pattern.unless, ("unless", ref))
        index.add_wording(pattern.before, ("before", ref))
        starts.add_wording(pattern.starts, ("starts", ref))
    return index, starts


def _scenario_tables(scenario: Scenario, catalogue: Catalogue) -> ScenarioTables:
    index: PhraseIndex[Key] = PhraseIndex()
    fixes: list[tuple[str, Correction]] = [("", fix) for fix in scenario.corrections]
    for fact in scenario.facts:
        index.add_loose(fact.cues, ("fact", fact.id))
        index.add_loose(fact.anchors, ("anchor", fact.id))
        fixes.extend((fact.id, fix) for fix in fact.corrections)
    for topic in scenario.topics:
        index.add_loose(topic.cues, ("topic", topic.id))
    for number, (_, fix) in enumerate(fixes):
        index.add_loose(fix.says, ("fix", str(number)))
        index.add_loose(fix.unless, ("unfix", str(number)))
    for product in catalogue.products:
        index.add_loose(product.says, ("product", product.id))
    return ScenarioTables(
        scenario, catalogue, index, tuple(fixes), _lines(scenario), probes_of(scenario), {}, {}
    )


def _lines(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    coded = [(line, "FAIT") for fact in scenario.facts for line in (fact.line, *fact.variants)]
    coded += [(line, "FAIT") for topic in scenario.topics for line in (topic.line, *topic.variants)]
    for objection in scenario.objections:
        coded += [
            (line, "OBJECTION") for line in (objection.text, *objection.variants, *objection.cause_lines)
        ]
        coded += [(line, "INSISTANCE") for line in objection.insist_lines]
        coded += [(line, "ACCORD") for line in objection.resolved_lines]
    for offer in scenario.offers:
        coded += [(line, "ACCORD") for line in offer.accept] + [
            (line, "ACCORD-PARTIEL") for line in offer.consider
        ]
    coded += [(line, "REFUS") for unfit in scenario.unfit for line in unfit.refuse]
    coded += [(line, "BESOIN-EXPLICITE") for line in scenario.demand.lines]
    coded += [(line, "INSISTANCE") for line in scenario.demand.reminders]
    coded += [(fix.line, "CORRECTION") for fix in scenario.corrections]
    coded += [(fix.line, "CORRECTION") for fact in scenario.facts for fix in fact.corrections]
    return tuple(sorted(((fold(text), code) for text, code in coded), key=lambda pair: -len(pair[0])))


_MEMO = Memo()
