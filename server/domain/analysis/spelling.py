"""Quick spelling (messages, chat) in full words: « jvoulais savoir pr qd » is « je voulais savoir pour quand ».

The stored text never changes: the words given back keep the place of what was typed.
"""

from collections.abc import Iterator, Sequence

from server.domain.lexicon import Spelling
from server.domain.phrases import Token

_APOSTROPHES = "'’ʼ"
_LEAST_GLUED = 4


class Speller:
    """Spells the tokens of a turn out. Built once per lexicon."""

    def __init__(self, spelling: Spelling) -> None:
        self._words = {word: full.split() for word, full in spelling.words.items() if word != full}
        self._ambiguous = {
            word: (two.means.split(), frozenset(two.before)) for word, two in spelling.ambiguous.items()
        }
        self._glued = sorted(spelling.glued.items(), key=lambda pair: -len(pair[0]))
        self._consonants = spelling.glue_consonants

    def spelled(self, text: str, said: Sequence[Token]) -> list[Token]:
        """The same words in full; several words may share one place."""
        found: list[Token] = []
        for at, token in enumerate(said):
            after = said[at + 1].word if at + 1 < len(said) else ""
            elided = text[token.end : token.end + 1] in _APOSTROPHES and token.end < len(text)
            full = None if elided else self._full(token.word, after)
            if full is None:
                found.append(token)
            else:
                found += [Token(word, token.start, token.end) for word in full]
        return found

    def _full(self, word: str, after: str) -> Sequence[str] | None:
        known = self._words.get(word)
        if known is not None:
            return known
        two = self._ambiguous.get(word)
        if two is not None:
            return two[0] if after in two[1] else None
        return next(self._parted(word), None)

    def _parted(self, word: str) -> Iterator[Sequence[str]]:
        """« jvoulais » : a pronoun stuck to its verb, before a consonant that French never puts there."""
        if len(word) < _LEAST_GLUED:
            return
        for start, full in self._glued:
            rest = word[len(start) :]
            if word.startswith(start) and rest and rest[0] in self._consonants.get(start, ""):
                yield [full, *(self._words.get(rest) or [rest])]
