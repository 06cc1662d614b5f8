"""What a question aims at: themes, hidden facts and free topics. Statements aim at nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from server.domain.analysis.context import Surroundings
from server.domain.analysis.decide import Piece
from server.domain.analysis.tables import refs

_CLOSE = 0.42
_NEAR = 0.22
_AIMS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER", "IDENTIFICATION")


@dataclass(frozen=True, slots=True)
class Aim:
    """Where the questions of a turn point."""

    themes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


def aim(pieces: Sequence[Piece], asking: Sequence[bool], past: Surroundings) -> Aim:
    """Themes, facts and topics that the asking segments touch."""
    scopes = [_scope(pieces, at) for at in range(len(pieces)) if asking[at]]
    if not scopes:
        return Aim()
    themes, facts, topics = [], [], []
    for scope in scopes:
        about = [theme for piece in scope for theme in refs(piece.marks, "theme")]
        cued = [fact for piece in scope for fact in refs(piece.scene, "fact")]
        near = past.scenario.probes.closeness(" ".join(piece.segment.text for piece in scope))
        themes += about
        for fact in past.scenario.scenario.facts:
            close = near.get(fact.id, 0.0)
            if close >= _CLOSE or (fact.id in cued and (close >= _NEAR or fact.theme in about)):
                facts.append(fact.id)
        topics += [topic for piece in scope for topic in refs(piece.scene, "topic")]
    return Aim(_once(themes), _once(facts), _once(topics))


def _scope(pieces: Sequence[Piece], at: int) -> list[Piece]:
    """The asking segment, with the short lead-in just before it (« Sur votre logement. Toujours rue… ? »)."""
    first = at
    if at and not pieces[at - 1].asking and pieces[at - 1].segment.words <= 6:
        first = at - 1
    return list(pieces[first : at + 1])


def _once(items: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
