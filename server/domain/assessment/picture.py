"""The facts of a conversation, computed once: what the rules measure. No level, no opinion."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from server.domain.analysis.acts import Act, Reading
from server.domain.analysis.tables import Memo
from server.domain.assessment.claims import ledger
from server.domain.assessment.discoveries import Discovery, FactLines, discoveries, fact_lines
from server.domain.assessment.duties import obligation_checks, points_answered
from server.domain.assessment.earnest import in_earnest
from server.domain.assessment.episodes import Episode, ObjectionLines, episodes, objection_lines
from server.domain.assessment.hearing import Ear, Voice, phrase_lists
from server.domain.assessment.model import Claim, ObligationCheck
from server.domain.assessment.numerals import NumberReader
from server.domain.assessment.offers import Offered, discarded, offers
from server.domain.assessment.phrasebook import PhraseBook
from server.domain.assessment.records import State, record_states
from server.domain.assessment.second_look import second_look
from server.domain.assessment.sums import Quantity, known_numbers
from server.domain.catalogue import Catalogue
from server.domain.client.move import Move
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.text import fold
from server.domain.transcript import Transcript

_ASKS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
_ANSWERS = ("RELANCE", "REFORM-SIMPLE", "REFORM-SYNTHESE", "OBJ-CREUSER", "OBJ-REPONDRE", "OBJ-CONTROLER")
_HEAP = 5  # questions in one turn: a list read out, not a conversation
_KEPT = 1
_MEMO = Memo()


@dataclass(frozen=True)
class Picture:
    """One conversation, seen. Acts repeated word for word and heaps of questions count once."""

    transcript: Transcript
    scenario: Scenario
    rubric: Rubric
    voices: tuple[Voice, ...]
    told: tuple[frozenset[str], ...]
    acts: tuple[Act, ...]
    by_code: Mapping[str, Sequence[Act]]
    found: tuple[Discovery, ...]
    episodes: tuple[Episode, ...]
    offers: tuple[Offered, ...]
    discarded: tuple[Act, ...]
    first_offer: tuple[int, int] | None
    last_offer: tuple[int, int] | None
    claims: tuple[Claim, ...]
    record: Mapping[str, State]
    obligations: tuple[ObligationCheck, ...]
    points: Mapping[str, int | None]
    recited: tuple[int, ...]
    lines: FactLines

    @property
    def advisor(self) -> tuple[Voice, ...]:
        """Advisor turns."""
        return tuple(voice for voice in self.voices if voice.turn.speaker == "advisor")

    def voice(self, n: int) -> Voice:
        """Turn number ``n``."""
        return self.voices[n - 1]

    def before(self, n: int, most: int) -> list[Voice]:
        """The other person's last turns before a turn, nearest first."""
        return self._others(n, range(n - 2, -1, -1), most)

    def after(self, n: int, most: int) -> list[Voice]:
        """The other person's first turns after a turn."""
        return self._others(n, range(n, len(self.voices)), most)

    def _others(self, n: int, places: Iterable[int], most: int) -> list[Voice]:
        speaker, found = self.voices[n - 1].turn.speaker, []
        for place in places:
            voice = self.voices[place]
            if voice.turn.speaker != speaker:
                found.append(voice)
                if len(found) == most:
                    break
        return found

    def acts_of(self, codes: Iterable[str]) -> list[Act]:
        """Advisor acts that count, of these codes, in order."""
        found = [act for code in codes for act in self.by_code.get(code, ())]
        return sorted(found, key=lambda act: (act.turn, act.start, act.end))

    def told_before(self, n: int) -> frozenset[str]:
        """Content words and numbers the client said before a turn."""
        return self.told[n - 1]

    def answered(self, n: int) -> int | None:
        """The client turn that answers this advisor turn with something, or None."""
        if n >= len(self.voices) or self.voices[n].turn.speaker != "client":
            return None
        reply = self.voices[n]
        if reply.says(self.rubric.feedback.says_puzzled):
            return None
        return reply.n


def look(
    transcript: Transcript,
    scenario: Scenario,
    rubric: Rubric,
    catalogue: Catalogue,
    readings: Sequence[Reading],
    moves: Sequence[Move] | None = None,
) -> Picture:
    """See a conversation. ``readings`` has one reading a turn, in order."""
    tables = _MEMO.get(_tables, scenario, rubric, catalogue)
    heard = [tables.ear.hear(turn, reading) for turn, reading in zip(transcript.turns, readings, strict=True)]
    earnest, recited = in_earnest(heard, rubric.feedback)
    voices = second_look(earnest, scenario, rubric.feedback)
    found = discoveries(voices, scenario, tables.facts, moves, rubric.feedback.says_invites)
    claims = ledger(voices, scenario, catalogue, rubric.feedback, tables.known)
    offered = offers(voices, scenario, found, claims, catalogue, rubric.feedback)
    firm = [item for item in offered if item.kind != "unknown"]
    acts = _counted(voices)
    return Picture(
        transcript=transcript,
        scenario=scenario,
        rubric=rubric,
        voices=voices,
        told=tuple(_told(voices)),
        acts=acts,
        by_code=_by_code(acts),
        found=found,
        episodes=episodes(
            voices, scenario, rubric.feedback, tables.objections, moves, firm[0].turn if firm else None
        ),
        offers=offered,
        discarded=discarded(voices, catalogue, rubric.feedback),
        first_offer=(firm[0].turn, firm[0].act.start) if firm else None,
        last_offer=(firm[-1].turn, firm[-1].act.start) if firm else None,
        claims=claims,
        record=record_states(transcript.client_record, scenario),
        obligations=obligation_checks(voices, scenario, catalogue, offered, transcript.channel),
        points=points_answered(voices, scenario),
        recited=recited,
        lines=tables.facts,
    )


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is made once for a scenario, a rubric and a catalogue."""

    ear: Ear
    known: frozenset[Quantity]
    facts: FactLines
    objections: ObjectionLines


def _tables(scenario: Scenario, rubric: Rubric, catalogue: Catalogue) -> _Tables:
    feedback = rubric.feedback
    lists = [*phrase_lists(rubric), *phrase_lists(scenario), *phrase_lists(catalogue)]
    ear = Ear(PhraseBook(lists), NumberReader(feedback.numbers, feedback.figures), feedback.silent)
    return _Tables(
        ear, known_numbers(scenario, ear), fact_lines(scenario, ear), objection_lines(scenario, ear)
    )


def _by_code(acts: Iterable[Act]) -> dict[str, list[Act]]:
    found: dict[str, list[Act]] = {}
    for act in acts:
        found.setdefault(act.act, []).append(act)
    return found


def _told(voices: Sequence[Voice]) -> Iterator[frozenset[str]]:
    """Before each turn, the content of the client's turns so far."""
    told: frozenset[str] = frozenset()
    for voice in voices:
        yield told
        if voice.turn.speaker == "client":
            told |= voice.roots


def _counted(voices: Sequence[Voice]) -> tuple[Act, ...]:
    """Advisor acts that count: a sentence said again counts once; a heap of questions counts for one;
    nothing takes back what nobody has said."""
    seen: set[tuple[str, str]] = set()
    kept: list[Act] = []
    for voice in voices:
        if voice.turn.speaker != "advisor":
            continue
        opens = not any(v.turn.speaker == "client" for v in voices[: voice.n - 1])
        questions = [act for act in voice.reading.acts if act.act in _ASKS]
        dropped = questions[:-_KEPT] if len(questions) >= _HEAP else []
        for act in voice.reading.acts:
            mark = (act.act, " ".join(fold(act.quote).split()))
            if act in dropped or mark in seen or (opens and act.act in _ANSWERS):
                continue
            seen.add(mark)
            kept.append(act)
    return tuple(kept)
