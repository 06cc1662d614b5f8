"""A stream of 32-bit numbers by arithmetic alone: the same seed draws the same resamples everywhere.

MT19937, Matsumoto and Nishimura (1998), seeded as most languages seed it, so that anyone can draw the same
resamples again with a standard library and find the same intervals. Not for secrets.
"""

from collections.abc import Iterator

SIZE = 624
MIDDLE = 397
WORD = 0xFFFFFFFF
TOP_BIT = 0x80000000


def numbers(seed: int) -> Iterator[int]:
    """An endless stream of 32-bit numbers; ``seed`` is itself a 32-bit number."""
    state = _scattered(seed)
    while True:
        _twist(state)
        yield from map(_tempered, state)


def below(bound: int, stream: Iterator[int]) -> int:
    """A whole number from 0 to ``bound`` − 1, each as likely: the high bits, drawn again when too large."""
    spare = 32 - bound.bit_length()
    return next(value for value in (word >> spare for word in stream) if value < bound)


def _scattered(seed: int) -> list[int]:
    state = [19650218]
    for place in range(1, SIZE):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + place) & WORD)
    place = 1
    for _ in range(SIZE):
        place = _mix(state, place, 1664525, seed)
    for _ in range(SIZE - 1):
        place = _mix(state, place, 1566083941, -place)
    state[0] = TOP_BIT
    return state


def _mix(state: list[int], place: int, factor: int, added: int) -> int:
    """Stir one word with the one before it; the place of the next."""
    before = state[place - 1]
    state[place] = ((state[place] ^ (before ^ before >> 30) * factor) + added) & WORD
    if place < SIZE - 1:
        return place + 1
    state[0] = state[-1]
    return 1


def _twist(state: list[int]) -> None:
    for place in range(SIZE):
        joined = state[place] & TOP_BIT | state[(place + 1) % SIZE] & ~TOP_BIT
        turned = joined >> 1 ^ (0x9908B0DF if joined & 1 else 0)
        state[place] = state[(place + MIDDLE) % SIZE] ^ turned


def _tempered(word: int) -> int:
    word ^= word >> 11
    word ^= word << 7 & 0x9D2C5680
    word ^= word << 15 & 0xEFC60000
    return word ^ word >> 18
