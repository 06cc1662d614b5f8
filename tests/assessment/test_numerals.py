import pytest

from server.adapters.content.library import FileLibrary
from server.domain.assessment.numerals import NumberReader


@pytest.fixture(scope="module")
def reader(library: FileLibrary) -> NumberReader:
    feedback = library.rubric("reclamation").feedback
    return NumberReader(feedback.numbers, feedback.figures)


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("2,50 %", [(2.5, "percent")]),
        ("deux et demi pour cent", [(2.5, "percent")]),
        ("neuf euros quatre-vingts", [(9.8, "eur")]),
        ("neuf quatre-vingts par mois", [(9.8, "none")]),
        ("vingt-trois mille vingt-huit", [(23028, "none")]),
        ("23 028 euros", [(23028, "eur")]),
        ("quinze quatre-vingt-dix pour cent", [(15.9, "percent")]),
        ("deux soixante en 2025", [(2.6, "none"), (2025, "none")]),
        ("zéro soixante-quinze par an", [(0.75, "none")]),
        ("489 euros 90", [(489.9, "eur")]),
        ("1 247,80 €", [(1247.8, "eur")]),
        ("soixante et onze mois", [(71, "months")]),
        ("quatre-vingt-dix-sept jours", [(97, "days")]),
        ("douze cents euros", [(1200, "eur")]),
        ("un pour cent brut", [(1, "percent")]),
        ("trois virgule quinze pour cent", [(3.15, "percent")]),
        ("une carte et un livret", []),
    ],
)
def test_reads_numbers_as_spoken_and_written(
    reader: NumberReader, said: str, values: list[tuple[float, str]]
) -> None:
    found = reader.read(said)
    assert [(number.value, number.unit) for number in found] == values
    for number in found:
        assert 0 <= number.start < number.end <= len(said)
