"""The margin of the play: what is underlined in each turn, and the notes beside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from server.domain.assessment.model import Assessment, Claim, Evidence
from server.domain.client.move import Move
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.hidden import Told, doors_of, question_for
from server.entrypoints.web.presenters.debrief.model import Note, NoteKind
from server.entrypoints.web.presenters.debrief.places import Mark
from server.entrypoints.web.presenters.shared import Sig

HEADLINE = 64
FIGURE_CODE = "€"


@dataclass(frozen=True, slots=True)
class Sources:
    """Everything the margin speaks of."""

    scenario: Scenario
    transcript: Transcript
    assessment: Assessment
    moves: Sequence[Move]
    sigs: dict[str, Sig]
    told: dict[str, Told]
    replays: bool


@dataclass
class Margin:
    """Marks and notes of one turn, while they are gathered."""

    marks: list[Mark] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def place(self, note: Note) -> int:
        """Where a note belongs: at its mark, else after every mark."""
        starts = [mark.start for mark in self.marks if mark.link == note.link]
        return starts[0] if starts else max((mark.end for mark in self.marks), default=0)

    def marks_any(self, start: int, end: int) -> bool:
        """Whether something is already underlined there."""
        return any(mark.start < end and start < mark.end for mark in self.marks)


class _Book:
    """Margins by turn; each note gets a link of its own."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.margins = {turn.n: Margin() for turn in sources.transcript.turns}
        self._count = 0

    def link(self) -> str:
        self._count += 1
        return f"n{self._count}"

    def note(
        self, turn: int, kind: NoteKind, why: str, sig: Sig | None = None, better: str = "", detail: str = ""
    ) -> None:
        """A note without a mark."""
        title, body = headline(why)
        if turn in self.margins:
            note = Note(self.link(), kind, title, body, sig=sig, better=better, detail=detail)
            self.margins[turn].notes.append(note)

    def marked(self, turn: int, mark: Mark, note: Note) -> None:
        """A note with the words it is about."""
        if turn in self.margins:
            self.margins[turn].marks.append(mark)
            self.margins[turn].notes.append(note)


def margins_of(sources: Sources) -> dict[int, Margin]:
    """The margin of every turn, notes in the order of the words."""
    book = _Book(sources)
    _evidence(book)
    _figures(book)
    _facts(book)
    _objections(book)
    for margin in book.margins.values():
        margin.notes.sort(key=margin.place)
    return book.margins


def headline(why: str) -> tuple[str, str]:
    """A short title and the rest: the first sentence when it is short, else everything as the body."""
    first, dot, rest = why.partition(". ")
    if dot and len(first) <= HEADLINE:
        return first, rest
    return (why.rstrip("."), "") if len(why) <= HEADLINE else ("", why)


def _evidence(book: _Book) -> None:
    for judgement in book.sources.assessment.criteria:
        sig = book.sources.sigs.get(judgement.id)
        if sig is None:
            continue
        for item in judgement.evidence:
            _one_evidence(book, sig, item)
        for missed in judgement.missed:
            book.note(missed.turn, "missed", missed.why, sig=sig, better=missed.suggestion)


def _one_evidence(book: _Book, sig: Sig, item: Evidence) -> None:
    minus = item.polarity == "-"
    kind: NoteKind = "mend" if minus else "seen"
    wrong = [claim for claim in book.sources.assessment.claims if _same(claim, item)]
    detail = (wrong[0].reference or "") if wrong and minus else ""
    title, body = headline(item.why)
    link = book.link()
    mark = Mark(item.start, item.end, link, sig.ink, sig.code, minus=minus)
    book.marked(item.turn, mark, Note(link, kind, title, body, sig=sig, detail=detail))


def _same(claim: Claim, item: Evidence) -> bool:
    overlap = claim.start < item.end and item.start < claim.end
    return claim.turn == item.turn and claim.verdict == "wrong" and overlap


def _figures(book: _Book) -> None:
    """Wrong figures that no criterion has underlined yet."""
    for claim in book.sources.assessment.claims:
        margin = book.margins.get(claim.turn)
        if margin is None or claim.verdict != "wrong" or margin.marks_any(claim.start, claim.end):
            continue
        link = book.link()
        mark = Mark(claim.start, claim.end, link, "look", FIGURE_CODE, minus=True)
        book.marked(claim.turn, mark, Note(link, "figure", claim.stated, detail=claim.reference or ""))


def _facts(book: _Book) -> None:
    scenario, told = book.sources.scenario, book.sources.told
    for key, at in told.items():
        fact = scenario.fact(key)
        if fact is not None:
            link = book.link()
            asked = at.turn - 1 if at.turn > 1 else None
            mark = Mark(at.start, at.end, link, fact=True)
            book.marked(at.turn, mark, Note(link, "fact", fact.recap, turn=asked))
    for key, move in doors_of(book.sources.moves).items():
        fact = scenario.fact(key)
        if fact is not None and key not in told:
            book.note(move.turn, "fact_missed", fact.recap, better=question_for(fact))


def _objections(book: _Book) -> None:
    for move in book.sources.moves:
        for ref in move.raised:
            objection = book.sources.scenario.objection(ref)
            if objection is not None:
                book.note(move.turn, "objection", objection.cause, detail=objection.nature)
        if move.resolved:
            book.note(move.turn, "resolved", "")
