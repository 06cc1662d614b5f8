"""Numbers a conversation already knows, and those one can compute from them: no claim about a product."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from pydantic import BaseModel

from server.domain.assessment.attribution import Scene
from server.domain.assessment.hearing import Ear, Voice
from server.domain.scenario import Scenario

Quantity = tuple[float, str]

_CLOSE = 0.012  # advisors round what they compute
_EXACT = 0.005
_LARGE = 100
_MONTHS = 12
_ALIKE = {  # a bare number may be a sum, a rate or an hour
    "eur": ("eur", "none"),
    "none": ("eur", "none", "percent"),
    "percent": ("none",),
    "clock": ("none",),
}


class Figure(Protocol):
    """Anything with a value and a unit: a number read, a figure said."""

    @property
    def value(self) -> float:
        """Its value."""
        ...

    @property
    def unit(self) -> str:
        """Its unit."""
        ...


class Known:
    """Numbers of the client's life, and those said in the talk so far."""

    def __init__(self, life: Iterable[Quantity]) -> None:
        self._life = {quantity for quantity in life if quantity[0] > 1}
        self._said: set[float] = set()
        self._told: set[Quantity] = set()

    def hear(self, voice: Voice) -> None:
        """What the client says is theirs; what anyone says may be summed up later."""
        numbers = [number for number in voice.numbers if number.value > 1]
        self._said.update(number.value for number in numbers)
        self._told.update(quantity(number) for number in numbers if number.value != int(number.value))
        if voice.turn.speaker == "client":
            self._life.update(quantity(number) for number in numbers)

    def holds(self, figure: Figure) -> bool:
        """Whether this is a number of the client's life, in its unit."""
        value, sort = quantity(figure)
        sorts = _ALIKE.get(sort, (sort,))
        return any(
            _same(value, known)
            for known, of in self._life
            if of == sort or (of in sorts and (value >= _LARGE or value != int(value)))
        )

    def just_said(self, figure: Figure, before: Voice | None) -> bool:
        """Whether the client has this very moment said this number."""
        numbers = before.numbers if before is not None else ()
        return any(_same(figure.value, number.value) for number in numbers)

    def explains(self, figure: Figure, scene: Scene, references: set[float], plain: bool) -> bool:
        """Whether a figure follows from what was said and the product's figures.

        ``plain``: the words leave no doubt on what is meant; only a sum of what is said here explains it then.
        """
        if quantity(figure) in self._told:
            return True
        here = {m.value for m in scene.mentions if m is not figure and m.value > 0}
        before = scene.before.numbers if scene.before is not None else ()
        asked = {number.value for number in before if number.value > 1}
        if figure.unit == "percent":
            rates = [value for value in here | asked if value < _LARGE]
            return any(_same(figure.value, abs(one - other)) for one in rates for other in rates)
        if plain:
            return any(_same(figure.value, result) for result in _shares(references, here | asked))
        base = self._said | here | references
        return any(_same(figure.value, result) for result in _computed(base, figure.value))


def quantity(figure: Figure) -> Quantity:
    """A value, and its unit."""
    return figure.value, figure.unit


def known_numbers(scenario: Scenario, ear: Ear) -> frozenset[Quantity]:
    """Every number written in a scenario."""
    return frozenset(quantity(number) for text in _texts(scenario) for number in ear.numbers(text))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if any(char.isdigit() for char in value) or " " in value:
            yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)


def _shares(references: set[float], said: set[float]) -> Iterator[float]:
    """A share of a reference, or what is left of it: a discount, a fee on an amount."""
    for one in references:
        for other in said:
            yield one * other / 100
            yield from (one * other / 100 + fixed for fixed in references)
            if other < _LARGE:
                yield one * (100 - other) / 100


def _computed(base: set[float], target: float) -> Iterator[float]:
    for one in base:
        yield one * _MONTHS
        yield one / _MONTHS
        for other in base:
            if other is one:
                continue
            if abs(one - other) and one > other:
                yield one - other
            yield one + other
            yield one * other / 100
            if one * other <= target * 1.02:
                yield one * other


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= (other * _CLOSE if other > _LARGE else _EXACT)
