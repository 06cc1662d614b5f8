"""Roots and numbers that make two wordings of one idea meet."""

import pytest

from server.domain.analysis.echo import content, spoken
from server.domain.phrases import tokens

NUMBERS = {"vingt": 20, "sept": 7, "mille": 1000, "cents": 100, "deux": 2, "trois": 3}


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([20, 7], 27),
        ([4, 20, 10], 90),
        ([2, 1000, 3, 100], 2300),
        ([1000, 7, 100, 4, 20, 10], 1790),
        ([60, 14], 74),
        ([1000, 40], 1040),
        ([100, 4, 20], 180),
    ],
)
def test_spoken_numbers(values: list[int], total: int) -> None:
    assert spoken(values) == total


@pytest.mark.parametrize("text", ["vingt-sept euros", "27 euros"])
def test_numbers_in_letters_and_digits_meet(text: str) -> None:
    assert "#27" in content(tokens(text), frozenset(), NUMBERS)


@pytest.mark.parametrize("text", ["deux mille trois cents", "2 300 €", "2300 €"])
def test_thousands_meet(text: str) -> None:
    assert "#2300" in content(tokens(text), frozenset(), NUMBERS)


def test_inflections_meet() -> None:
    left = content(tokens("vous déménagez"), frozenset({"vous"}), NUMBERS)
    right = content(tokens("je déménage"), frozenset({"je"}), NUMBERS)
    assert left == right
