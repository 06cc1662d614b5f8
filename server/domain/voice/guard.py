"""The guard: reads each sentence of a model before anyone sees it, and says why it may not be shown.

It can be wrong in one direction only: a sentence stopped for nothing costs a second try, never a leak.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from server.domain.phrases import Sentence, first_match, says, says_plainly, sentences
from server.domain.text import fold, word_count
from server.domain.voice.lexicon import Rule
from server.domain.voice.sight import WORTH_REPEATING, Sight, shingles, words_of

EVERYBODYS = 3  # numbers up to this one are everybody's


@dataclass(frozen=True, slots=True)
class Catch:
    """A sentence that may not be shown: which rule, and what to tell the model."""

    rule: str
    again: str
    quote: str


@dataclass(frozen=True, slots=True)
class _Heard:
    """A sentence as the checks read it; ``so_far`` is what was already shown of this reply."""

    text: str
    groups: Sequence[Sentence]
    so_far: str
    words: frozenset[str]


Check = Callable[[_Heard, Sight], Rule | None]


def check(text: str, so_far: str, sight: Sight) -> Catch | None:
    """The first rule that a sentence breaks, or None: it may be shown."""
    groups = sentences(text)
    said = frozenset(token.word for sentence in groups for token in sentence)
    heard = _Heard(text, groups, so_far, said)
    given = all(words_of(sentence) in sight.lines for sentence in heard.groups)
    for one in FORM if given else (*CONTENT, *FORM):
        rule = one(heard, sight)
        if rule is not None:
            return Catch(rule.id, rule.again, text.strip())
    return None


@lru_cache(maxsize=256)
def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _never_said(heard: _Heard, sight: Sight) -> Rule | None:
    for rule in sight.lexicon.rules:
        if says(heard.groups, rule.says) or any(_shape(s).search(heard.text) for s in rule.shapes):
            return rule
    return None


def _echo(heard: _Heard, sight: Sight) -> Rule | None:
    return sight.lexicon.echo if shingles(heard.text) & sight.instructions else None


def _language(heard: _Heard, sight: Sight) -> Rule | None:
    rule = sight.lexicon.language
    letters = [char for char in heard.text if char.isalpha()]
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    if letters and latin * 10 < len(letters) * 9:
        return rule
    for sentence in heard.groups:
        if len(sentence) < rule.least:
            continue
        french = sum(token.word in rule.french for token in sentence)
        foreign = sum(token.word in rule.foreign for token in sentence)
        if (foreign >= 2 and foreign > french) or (len(sentence) >= rule.long and not french):
            return rule
    return None


def _secrets(heard: _Heard, sight: Sight) -> Rule | None:
    """Words, months or days of a fact that is still hidden, whoever said them first but the client."""
    told = first_match(sight.secrets, heard.groups) or heard.words & sight.secret_words
    return sight.lexicon.secrets if told else None


def _figures(heard: _Heard, sight: Sight) -> Rule | None:
    rule = sight.lexicon.figures
    text = heard.text
    for idiom in rule.idioms:
        text = re.sub(re.escape(idiom), " ", fold(text))
    found = sight.numbers(text)
    if any(value > EVERYBODYS and value not in sight.free_numbers for value in found):
        return rule
    dates = {*rule.months, *rule.days}
    return rule if (heard.words & dates) - sight.words else None


def _products(heard: _Heard, sight: Sight) -> Rule | None:
    return sight.lexicon.products if first_match(sight.products, heard.groups) else None


def _life(heard: _Heard, sight: Sight) -> Rule | None:
    return sight.lexicon.life if says_plainly(heard.groups, sight.life) else None


def _acceptance(heard: _Heard, sight: Sight) -> Rule | None:
    if sight.may_accept or heard.text.rstrip().endswith("?"):
        return None
    return sight.lexicon.acceptance if says_plainly(heard.groups, sight.lexicon.acceptance.says) else None


def _register(heard: _Heard, sight: Sight) -> Rule | None:
    for rule in sight.lexicon.registers:
        if sight.voice in rule.voices and says(heard.groups, rule.says):
            return rule
    formal = sight.lexicon.formal
    if heard.words & formal.words:
        return formal
    emoji = sight.lexicon.emoji
    pictures = any(unicodedata.category(char) == "So" for char in heard.text)
    return emoji if pictures and sight.voice not in emoji.voices else None


def _repeat(heard: _Heard, sight: Sight) -> Rule | None:
    for sentence in _long(heard):
        if sentence in sight.before or sentence in fold(heard.so_far):
            return sight.lexicon.repeat
    return None


def _long(heard: _Heard) -> Iterator[str]:
    for sentence in heard.groups:
        if len(sentence) >= WORTH_REPEATING:
            yield fold(heard.text[sentence[0].start : sentence[-1].end])


def _length(heard: _Heard, sight: Sight) -> Rule | None:
    total = word_count(heard.so_far) + word_count(heard.text)
    return sight.lexicon.length if total > sight.longest else None


# A sentence that is one of the move's own lines, to the word, is the director's: only its place is checked.
CONTENT: tuple[Check, ...] = (
    _never_said, _echo, _language, _secrets, _figures, _products, _life, _acceptance, _register,
)  # fmt: skip
FORM: tuple[Check, ...] = (_repeat, _length)
