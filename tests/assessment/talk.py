"""Short hand-written conversations for the rules: « C: » for the client, « A: » for the advisor,
a line with neither continues the turn above."""

from typing import Any

from server.adapters.content.library import FileLibrary
from server.domain.analysis import read_transcript
from server.domain.analysis.acts import Act, Reading
from server.domain.assessment import assess
from server.domain.assessment.model import Assessment, Judgement
from server.domain.assessment.picture import Picture, look
from server.domain.transcript import Transcript


def transcript(scenario: str, talk: str, **more: Any) -> Transcript:
    turns: list[dict[str, Any]] = []
    for line in talk.strip().splitlines():
        who, _, text = line.strip().partition(": ")
        if who not in ("A", "C"):
            turns[-1]["text"] += " " + line.strip()
            continue
        turns.append(
            {"n": len(turns) + 1, "speaker": "advisor" if who == "A" else "client", "text": text.strip()}
        )
    return Transcript.model_validate(
        {"schema": "transcript/1", "id": "T1", "scenario": scenario, "turns": turns, **more}
    )


def judged(library: FileLibrary, scenario: str, talk: str, **more: Any) -> Assessment:
    said = transcript(scenario, talk, **more)
    chosen = library.scenario(scenario)
    readings = read_transcript(said, chosen, library.catalogue, library.lexicon)
    return assess(said, chosen, library.rubric(chosen.rubric), library.catalogue, readings)


def criterion(assessment: Assessment, criterion_id: str) -> Judgement:
    return next(item for item in assessment.criteria if item.id == criterion_id)


def level(library: FileLibrary, scenario: str, criterion_id: str, talk: str, **more: Any) -> int | None:
    return criterion(judged(library, scenario, talk, **more), criterion_id).level


def seen(library: FileLibrary, scenario: str, talk: str, **more: Any) -> Picture:
    said = transcript(scenario, talk, **more)
    chosen = library.scenario(scenario)
    readings = read_transcript(said, chosen, library.catalogue, library.lexicon)
    return look(said, chosen, library.rubric(chosen.rubric), library.catalogue, readings)


def read_as(said: Transcript, codes: dict[int, dict[str, str]]) -> tuple[Reading, ...]:
    """Readings written by hand: turn → act → quote."""
    readings = []
    for turn in said.turns:
        acts = []
        for code, quote in codes.get(turn.n, {}).items():
            start = turn.text.index(quote)
            acts.append(
                Act(turn=turn.n, act=code, start=start, end=start + len(quote), quote=quote, confidence=0.9)
            )
        readings.append(Reading(turn=turn.n, speaker=turn.speaker, acts=tuple(acts)))
    return tuple(readings)
