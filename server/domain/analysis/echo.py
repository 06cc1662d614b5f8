"""What two texts share: content words cut to a root, numbers by value, so « 27 » meets « vingt-sept »."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from server.domain.phrases import Token

_ROOT = 5


@lru_cache(maxsize=32768)
def root(word: str) -> str:
    """A rough root: the first letters, plural dropped. Enough to meet « déménager » and « déménagez »."""
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    return word[:_ROOT]


def content(tokens: Sequence[Token], stopwords: frozenset[str], numbers: Mapping[str, int]) -> list[str]:
    """Roots of the words that carry meaning, in order; numbers as « #1790 »."""
    found: list[str] = []
    run: list[int] = []
    for token in [*tokens, None]:
        value = numbers.get(token.word) if token else None
        if token and value is not None:
            run.append(value)
            continue
        if token and run and token.word == "et":
            continue
        if run:
            total = spoken(run)
            if total > 1:
                found.append(f"#{total}")
            run = []
        if token is None or not token.word[0].isalnum():
            continue
        if token.word.isdigit():
            found.append(f"#{int(token.word)}" if len(token.word) < 9 else token.word)
        elif len(token.word) > 1 and token.word not in stopwords:
            found.append(root(token.word))
    return _joined(found)


def spoken(values: Sequence[int]) -> int:
    """Value of a run of number words: 2, 1000, 3, 100 gives 2300; 4, 20, 10 gives 90."""
    total = part = 0
    for value in values:
        if value == 1000:
            total += max(part, 1) * 1000
            part = 0
        elif value == 100:
            part = part - part % 10 + max(part % 10, 1) * 100 if part % 100 else max(part, 1) * 100
        elif value == 20 and part % 10 == 4 and part % 100 < 20:
            part = part - 4 + 80
        else:
            part += value
    return total + part


def _joined(found: list[str]) -> list[str]:
    """« 1 040 » was read as two numbers; a thousands group is put back together."""
    merged: list[str] = []
    for item in found:
        previous = merged[-1] if merged else ""
        if item[0] == "#" and previous[:1] == "#" and len(item) == 4 and 0 < int(previous[1:]) < 1000:
            merged[-1] = f"#{int(previous[1:]) * 1000 + int(item[1:])}"
        else:
            merged.append(item)
    return merged


def shared(left: Sequence[str], right: frozenset[str]) -> int:
    """How many distinct items of a text the other holds."""
    return len(set(left) & right)
