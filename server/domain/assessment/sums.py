"""Numbers a conversation already knows, and those one can compute from them: no claim about a product."""

from collections.abc import Iterable, Iterator

from pydantic import BaseModel

from server.domain.assessment.hearing import Ear, Voice
from server.domain.assessment.numerals import Number
from server.domain.catalogue import Product
from server.domain.scenario import Scenario

Quantity = tuple[float, bool]

_CLOSE = 0.012  # advisors round what they compute
_EXACT = 0.005
_LARGE = 100
_MONTHS = 12


class Known:
    """Numbers of the client's life, and those said in the talk so far."""

    def __init__(self, life: Iterable[Quantity]) -> None:
        self._life = {quantity for quantity in life if quantity[0] > 1}
        self._said: set[float] = set()

    def hear(self, voice: Voice) -> None:
        """What the client says is theirs; what anyone says may be summed up later."""
        numbers = [number for number in voice.numbers if number.value > 1]
        self._said.update(number.value for number in numbers)
        if voice.turn.speaker == "client":
            self._life.update(quantity(number) for number in numbers)

    def holds(self, number: Number) -> bool:
        """Whether this is a number of the client's life; a rate is only known as a rate."""
        value, rate = quantity(number)
        return any(_same(value, known) for known, is_rate in self._life if is_rate == rate)

    def explains(self, number: Number, voice: Voice, product: Product) -> bool:
        """Whether a number is known, or follows from what was said and the product's figures."""
        value = number.value
        if self.holds(number):
            return True
        figures = {v for f in product.figures for v in (f.value, *f.also) if v}
        here = {other.value for other in voice.numbers if other is not number and other.value > 0}
        if number.unit == "percent":
            rates = [v for v in figures | here if v < _LARGE]
            return any(_same(value, abs(one - other)) for one in rates for other in rates)
        base = self._said | here | figures
        return any(_same(value, result) for result in _computed(base, value))


def quantity(number: Number) -> Quantity:
    """A value, and whether it is a rate."""
    return number.value, number.unit == "percent"


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
