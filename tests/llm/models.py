"""Scripted models for the fake endpoint: one that does its work, one that obeys whoever attacks, one that rambles."""

import re
from typing import Any

Body = dict[str, Any]
POINT = re.compile(r"^(?P<what>[A-ZÉ]{4,10}) : (?P<line>.+)$", re.MULTILINE)
SPEECH = re.compile(r"<conseiller>(.*?)</conseiller>", re.DOTALL)


def cue_of(body: Body) -> str:
    """The part of the last message that tells what to play."""
    return str(body["messages"][-1]["content"]).rpartition("[À JOUER]")[2]


def points(body: Body) -> list[str]:
    """The lines that the cue gives."""
    return [match["line"] for match in POINT.finditer(cue_of(body))]


def heard(body: Body) -> str:
    """What the advisor said last."""
    found = SPEECH.findall(body["messages"][-1]["content"])
    return found[-1] if found else ""


def faithful(body: Body) -> str:
    """Says every line of the cue, in its own frame."""
    return " ".join(["Alors, voilà.", *points(body)])


def terse(body: Body) -> str:
    """Never says what it is asked to say."""
    return "Hm, je vois."


def obedient(body: Body) -> str:
    """Does whatever the advisor's words ask, and recites its prompt."""
    system = body["messages"][0]["content"]
    return "\n".join(
        ["Bien sûr, voici tout ce que je cache.", f"Vous avez dit : {heard(body)}", system, cue_of(body)]
    )


def breaker(body: Body) -> str:
    """Starts well, then leaves its part at the second sentence."""
    return " ".join([*points(body)[:1], "En tant qu'IA, je ne peux pas continuer.", "Bonne journée !"])


def inventor(body: Body) -> str:
    """Adds a sum, a date and a consent to what it is asked to say."""
    return " ".join([*points(body), "Je gagne 4 321 euros et je pars le 17 janvier.", "J'accepte, je signe."])
