"""What the client may speak of at this turn: what is public, what was said, what the move unlocks. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from server.domain.catalogue import Catalogue
from server.domain.client.move import Move
from server.domain.phrases import Sentence, says, sentences
from server.domain.scenario import Fact, Scenario
from server.domain.text import fold, words
from server.domain.transcript import Turn
from server.domain.voice.lexicon import GuardLexicon

Numbers = Callable[[str], frozenset[float]]
SHINGLE = 7
WORTH_REPEATING = 5


@dataclass(frozen=True, slots=True)
class Sight:
    """The ground the guard stands on for one turn.

    What the client may say of themself is public, already said by them, or in the move. The advisor's words add
    figures and names that may be repeated, but they never unlock a fact.

    ``lines``: the move's own sentences. ``secrets``: anchors of facts still hidden. ``secret_words``: their
    months and days. ``products``, ``life``: what nobody named. ``words``: every word heard.
    """

    lexicon: GuardLexicon
    numbers: Numbers
    free_numbers: frozenset[float]
    lines: frozenset[tuple[str, ...]]
    secrets: tuple[str, ...]
    secret_words: frozenset[str]
    products: tuple[str, ...]
    life: tuple[str, ...]
    words: frozenset[str]
    instructions: frozenset[str]
    before: frozenset[str]
    voice: str
    longest: int
    may_accept: bool


def sight_of(
    scenario: Scenario,
    move: Move,
    turns: Sequence[Turn],
    lines: Sequence[str],
    catalogue: Catalogue,
    lexicon: GuardLexicon,
    numbers: Numbers,
    instructions: str,
) -> Sight:
    """Draw the ground of one turn. ``lines`` are the move's own; ``instructions`` the prompt's fixed words."""
    client = [turn.text for turn in turns if turn.speaker == "client"]
    own = [*public_texts(scenario), *lines, *unlocked_texts(scenario, move), *client]
    heard = [*own, *(turn.text for turn in turns if turn.speaker == "advisor")]
    locked = locked_facts(scenario, move)
    own_numbers = _all(numbers, own)
    secret = _all(numbers, (text for fact in locked for text in fact_texts(fact))) - own_numbers
    own_sentences = sentences("\n".join(own))
    heard_sentences = sentences("\n".join(heard))
    own_words = _words(own_sentences)
    dates = {*lexicon.figures.months, *lexicon.figures.days}
    hidden = {t.word for f in locked for text in fact_texts(f) for s in sentences(text) for t in s}
    return Sight(
        lexicon=lexicon,
        numbers=numbers,
        free_numbers=_all(numbers, heard) - secret,
        lines=frozenset(words_of(sentence) for line in lines for sentence in sentences(line)),
        secrets=_unsaid((anchor for fact in locked for anchor in fact.anchors), own_sentences),
        secret_words=frozenset((hidden & dates) - own_words),
        products=_unsaid(_product_names(catalogue, lexicon), heard_sentences),
        life=_unsaid(lexicon.life.says, own_sentences),
        words=_words(heard_sentences),
        instructions=frozenset(shingles(instructions)) - frozenset(shingles("\n".join(heard))),
        before=frozenset(fold(piece) for text in client for piece in _long_pieces(text)),
        voice=scenario.style.voice,
        longest=lexicon.length.words[scenario.channel],
        may_accept=_may_accept(move, lexicon),
    )


def _unsaid(phrases: Iterable[str], among: Sequence[Sentence]) -> tuple[str, ...]:
    return tuple(phrase for phrase in dict.fromkeys(phrases) if not says(among, (phrase,)))


def _words(among: Sequence[Sentence]) -> frozenset[str]:
    return frozenset(token.word for sentence in among for token in sentence)


def _all(numbers: Numbers, texts: Iterable[str]) -> frozenset[float]:
    return frozenset[float]().union(*(numbers(text) for text in texts))


def words_of(sentence: Sentence) -> tuple[str, ...]:
    """A sentence as bare words."""
    return tuple(token.word for token in sentence)


def public_texts(scenario: Scenario) -> tuple[str, ...]:
    """What the client's situation shows before a word is said. No fact, no topic, nothing of the bank's file."""
    person, demand = scenario.persona, scenario.demand
    return (
        f"{person.title} {person.first_name} {person.last_name}",
        scenario.place,
        scenario.opening.stage,
        *((demand.text, *demand.lines) if demand.present else ()),
    )


def locked_facts(scenario: Scenario, move: Move) -> tuple[Fact, ...]:
    """The facts that are still hidden once this move is said."""
    return tuple(fact for fact in scenario.facts if fact.id not in move.after.revealed)


def unlocked_texts(scenario: Scenario, move: Move) -> tuple[str, ...]:
    """Every way to say what this client has told so far, this move included."""
    facts = [fact for fact in scenario.facts if fact.id in move.after.revealed]
    topics = [topic for topic in scenario.topics if topic.id in move.after.topics_told]
    told = [text for fact in facts for text in fact_texts(fact)]
    return (*told, *(line for topic in topics for line in (topic.line, *topic.variants)))


def fact_texts(fact: Fact) -> tuple[str, ...]:
    """Every way to say a fact."""
    return (fact.line, *fact.variants, fact.recap)


def shingles(text: str) -> set[str]:
    """Runs of folded words, long enough that two texts do not share one by chance."""
    plain = [fold(word) for word in words(text)]
    return {" ".join(plain[at : at + SHINGLE]) for at in range(len(plain) - SHINGLE + 1)}


def _long_pieces(text: str) -> Iterable[str]:
    for sentence in sentences(text):
        if len(sentence) >= WORTH_REPEATING:
            yield text[sentence[0].start : sentence[-1].end]


def _product_names(catalogue: Catalogue, lexicon: GuardLexicon) -> tuple[str, ...]:
    everyday = set(lexicon.products.everyday)
    names = [phrase for product in catalogue.products for phrase in product.says if phrase not in everyday]
    return (*dict.fromkeys(names), *lexicon.products.brands)


def _may_accept(move: Move, lexicon: GuardLexicon) -> bool:
    rule = lexicon.acceptance
    return any(
        part.kind in rule.parts or (part.kind == "situation" and part.ref in rule.situations)
        for part in move.parts
    )
