"""What a figure may be checked against: every dated figure of the catalogue, as one flat list of references.

A reference knows its subject (product, law, delegation), its unit and the words that call it. Whether a figure
said is the same value is decided here; whether it is about this reference, in ``attribution``.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.domain.assessment.mentions import Mention, MentionUnit
from server.domain.assessment.model import ClaimKind
from server.domain.assessment.phrasebook import Phrases
from server.domain.catalogue import Catalogue, Delegation, Figure
from server.domain.catalogue import Unit as FigureUnit

_ON_QUOTE = "assurance"  # family of products whose price depends on the client
_EXACT = 0.005
_ROUNDED = 100  # above this, cents may be left out
_MONTHS, _DAYS_OF_MONTH = 12, 30
_SMALL, _LARGE = 20, 50  # a bare number: a rate or a monthly price below, a sum above
_TOLD_BARE = ("eur", "eur_year", "eur_day")  # « cent trente-huit l'année », never « soixante » a month
_HOURS = 24
_EUROS = ("eur", "eur_month", "eur_year", "eur_day", "eur_operation")
_RATES, _DELAYS = ("percent", "percent_year"), ("months", "days", "years")
_COMPARABLE: Mapping[MentionUnit, tuple[str, ...]] = {
    "eur": _EUROS,
    "percent": _RATES,
    "points": _RATES,
    "months": _DELAYS,
    "years": (*_DELAYS, "age"),
    "days": _DELAYS,
    "hours": _DELAYS,
    "seconds": ("seconds",),
    "clock": ("clock",),
    "date": ("date",),
    "none": (*_EUROS, *_RATES),
}
_ORDER, _DELAY_ORDER = 5, 62  # how many times more or less a mistaken figure may be
_FREE = 100  # a price announced for what is free


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """One value that is true at the date of the catalogue."""

    subject: str
    kind: ClaimKind
    value: float | None  # None: nothing may be granted
    unit: FigureUnit
    text: str
    says: Phrases
    given: Phrases = ()
    also: tuple[float, ...] = ()
    alone: bool = False  # the only one of its unit and kind in its subject
    term: float | None = None  # years for which it is true
    amounts: tuple[float, ...] = ()  # the sum and the durations it is told for
    quoted: bool = False  # a price that depends on the client: only its own words make it checkable
    special: bool = False  # not meant without its own words: another of its kind is meant by default

    def compare(self, mention: Mention) -> bool | None:
        """Whether a figure is this value; None when their units cannot be compared."""
        if self.value is None:
            return _nothing(self.unit, mention)
        if self.kind == "delegation" and self.unit == "percent" and mention.unit != "percent":
            return None
        if self.unit == "date":
            return same_date(self.value, mention) if mention.unit == "date" else None
        wanted = (mention.value,) if self._yearly(mention) else _in_unit(self.unit, mention)
        if wanted is None:
            return None
        same = any(_same(value, said) for value in (self.value, *self.also) for said in wanted)
        if mention.unit == "none" and mention.whole and mention.value < _LARGE:
            return True if same else None
        return same if same or self._near(wanted, mention) else None

    def _near(self, wanted: tuple[float, ...], mention: Mention) -> bool:
        """Whether a figure is of the order of this value: further away, it is about something else."""
        if not self.value or self.unit in ("clock", "age"):
            return self.unit != "eur_month" or mention.value < _FREE
        if mention.value == self.value:
            return True  # the right amount, another period
        most = _DELAY_ORDER if self.unit == "days" else _ORDER
        if self.unit.startswith("eur") and not mention.period:
            wanted = (mention.value,)
        return any(self.value / most <= said <= self.value * most for said in wanted)

    def _yearly(self, mention: Mention) -> bool:
        """« soixante euros par client et par an »: what one may grant is told with its period."""
        return self.kind == "delegation" and self.unit == "eur" == mention.unit


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A product, a law or a delegation, and what is known of it."""

    id: str
    says: Phrases
    loosely: Phrases
    references: tuple[Reference, ...]

    @property
    def product(self) -> bool:
        """Whether it is sold."""
        return self.id.startswith("P-")

    @property
    def delegated(self) -> bool:
        """Whether it is what the advisor may decide alone."""
        return self.id.startswith("delegation:")


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """Every subject, and those that a figure of a given unit may be about."""

    subjects: tuple[Subject, ...]
    by_unit: Mapping[str, Sequence[tuple[Subject, tuple[Reference, ...]]]]
    units: Mapping[str, int]


def index(catalogue: Catalogue) -> Index:
    """The subjects of a catalogue, by unit of the figures that can be compared."""
    found = subjects(catalogue)
    by_unit: dict[str, list[tuple[Subject, tuple[Reference, ...]]]] = {
        unit: [(subject, kept) for subject in found if (kept := _of_units(subject, units))]
        for unit, units in _COMPARABLE.items()
    }
    return Index(found, by_unit, Counter(item.unit for subject in found for item in subject.references))


def _of_units(subject: Subject, units: tuple[str, ...]) -> tuple[Reference, ...]:
    return tuple(item for item in subject.references if item.unit in units)


def subjects(catalogue: Catalogue) -> tuple[Subject, ...]:
    """Every subject of the catalogue, products first."""
    found = [
        Subject(
            item.id,
            item.says,
            item.says_loosely,
            _references(item.id, item.figures, item.category == _ON_QUOTE),
        )
        for item in catalogue.products
    ]
    found += [
        Subject(item.id, item.says, item.says_loosely, _references(item.id, item.figures))
        for item in catalogue.laws
    ]
    found += [
        Subject(f"delegation:{item.id}", item.says, item.says_loosely, tuple(_granted(item)))
        for item in catalogue.delegations
    ]
    return tuple(found)


def _references(subject: str, figures: tuple[Figure, ...], on_quote: bool = False) -> tuple[Reference, ...]:
    families = [(_family(figure.unit), figure.kind) for figure in figures]
    plain = {(_sort(figure.unit), figure.kind) for figure in figures if not figure.says}
    return tuple(
        Reference(
            subject=subject,
            kind="price" if figure.kind == "example" else figure.kind,
            value=figure.value,
            unit=figure.unit,
            text=figure.text,
            says=figure.says,
            given=figure.says_given,
            also=figure.also,
            term=figure.term,
            amounts=figure.amounts,
            alone=families.count((_family(figure.unit), figure.kind)) == 1
            and figure.unit not in ("date", "clock"),
            quoted=on_quote
            and figure.kind == "price"
            and families.count((_family(figure.unit), "price")) > 1,
            special=bool(figure.says) and (_sort(figure.unit), figure.kind) in plain,
        )
        for figure in figures
        if figure.value is not None
    )


def _granted(item: Delegation) -> Iterator[Reference]:
    subject, text = f"delegation:{item.id}", f"{item.label} : {item.scope}"
    unit: FigureUnit = "percent" if "percent" in (item.unit, item.refuses) else "eur"
    if item.limit is not None:
        mark = "%" if unit == "percent" else "€"
        text = f"{item.label} : {item.limit:g} {mark} {item.scope}".rstrip()
    told = f"{text} ; au-delà : {item.beyond}"
    yield Reference(subject, "delegation", item.limit, unit, told, item.says, alone=True)
    if item.months is not None:
        yield Reference(subject, "delegation", item.months, "months", told, item.says, alone=True)


def _family(unit: FigureUnit) -> str:
    if unit in ("percent", "percent_year"):
        return "percent"
    return "delay" if unit in ("months", "years", "days") else unit


def _sort(unit: FigureUnit) -> str:
    return _family(unit).partition("_")[0]


def _nothing(unit: FigureUnit, mention: Mention) -> bool | None:
    """What is granted where nothing may be: only a zero is true."""
    if unit == "percent":
        rate = mention.unit in ("percent", "points")
        if not rate and not (mention.unit == "none" and mention.value < _SMALL):
            return None
        return mention.value == 0 if rate or not mention.whole or mention.value == 0 else None
    return None if mention.unit != "eur" else mention.value == 0


def _in_unit(unit: FigureUnit, mention: Mention) -> tuple[float, ...] | None:
    """A figure said, told in the unit of a reference; two readings where the period is not said."""
    if unit in ("eur", "eur_month", "eur_year", "eur_day", "eur_operation"):
        return _euros(unit, mention)
    if unit in ("percent", "percent_year"):
        bare = mention.unit == "none" and (not mention.whole or mention.value < _SMALL)
        return (mention.value,) if mention.unit == "percent" or (bare and not mention.period) else None
    if unit in ("months", "years", "days"):
        return _delay(unit, mention)
    if unit == "age":
        return (mention.value,) if mention.unit == "years" else None
    return (mention.value,) if mention.unit == unit else None


def _euros(unit: FigureUnit, mention: Mention) -> tuple[float, ...] | None:
    value, period = mention.value, mention.period
    if mention.unit not in ("eur", "none") or (mention.unit == "none" and not _sum_like(unit, mention)):
        return None
    if value == 0:
        return (value,)
    if unit == "eur_month":
        return {"": (value, value / _MONTHS), "month": (value,), "year": (value / _MONTHS,)}.get(period)
    if unit == "eur_year":
        return {"": (value, value * _MONTHS), "month": (value * _MONTHS,), "year": (value,)}.get(period)
    if unit == "eur_day":
        return (value,) if period in ("", "day") else None
    return (value,) if period in ("", "operation") else None


def _sum_like(unit: FigureUnit, mention: Mention) -> bool:
    """A bare number that may be a sum: « neuf cinquante », « dix mille »."""
    if mention.period:
        return True
    return mention.value >= _LARGE and unit in _TOLD_BARE if mention.whole else unit != "eur"


def _delay(unit: FigureUnit, mention: Mention) -> tuple[float, ...] | None:
    value = mention.value
    if mention.unit == "hours":
        return (value / _HOURS,) if unit == "days" and value % _HOURS == 0 else None  # « 48 heures »
    months = {"months": value, "years": value * _MONTHS, "days": value / _DAYS_OF_MONTH}.get(mention.unit)
    if months is None:
        return None
    if unit == "days":
        return (value,) if mention.unit == "days" else (months * _DAYS_OF_MONTH,)
    return (months / _MONTHS,) if unit == "years" else (months,)


def _same(value: float, said: float) -> bool:
    if abs(value - said) < _EXACT:
        return True
    return value >= _ROUNDED and said == int(said) and abs(value - said) < 1 and value != int(value)


def same_date(wanted: float, mention: Mention) -> bool:
    """Whether the parts of a date that are said (day and month, year) are those of another."""
    value, said = int(wanted), int(mention.value)
    year, month, day = said // 10_000, said // 100 % 100, said % 100
    parts = ((year, value // 10_000), (month, value // 100 % 100), (day, value % 100))
    return all(one in (0, other) for one, other in parts)
