"""The page of components, in development: tokens from the stylesheet, pieces from a shipped interview."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from server.entrypoints.web.presenters.debrief.model import DebriefView, ObjectionView, TurnView
from server.entrypoints.web.presenters.debrief.ribbon_model import Ribbon
from server.entrypoints.web.presenters.home import Card
from server.entrypoints.web.presenters.progress_chart import Chart, charts
from server.entrypoints.web.presenters.shared import Attempt, Caller, Level, Sig, SigLevel

_TOKEN = re.compile(r"--([a-z0-9-]+):\s*([^;]+);(?:[ \t]*/\*\s*(.*?)\s*\*/)?")
_SYMBOL = re.compile(r'<symbol id="([a-z-]+)"')
SHOWN_TURNS = 4
SHOWN_CHARTS = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A custom property of the stylesheet, with the comment beside it."""

    name: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class DesignView:
    """The design language on one page."""

    surfaces: tuple[Token, ...]
    inks: tuple[Token, ...]
    sizes: tuple[Token, ...]
    spaces: tuple[Token, ...]
    icons: tuple[str, ...]
    levels: tuple[Level, ...]
    sigs: tuple[Sig, ...]
    turns: tuple[TurnView, ...]
    objection: ObjectionView | None
    ribbon: Ribbon
    charts: tuple[Chart, ...]
    caller: Caller
    card: Card
    fresh: Card
    now: datetime


def design_view(
    stylesheet: str, icons: str, debrief: DebriefView, attempts: Sequence[Attempt], now: datetime
) -> DesignView:
    """Read the tokens and the icons; show pieces of a real debrief, and attempts as a chart."""
    tokens = [Token(name, value, note or "") for name, value, note in _TOKEN.findall(stylesheet)]
    first = {token.name: token for token in reversed(tokens)}
    flat = [token for token in tokens if first[token.name] is token]
    coloured = [token for token in flat if token.value.startswith("light-dark")]
    card = Card(
        caller=debrief.caller,
        quote="",
        marks=tuple(SigLevel(item.sig, item.level.value) for item in debrief.criteria),
        attempts=1,
        last=now,
    )
    return DesignView(
        surfaces=tuple(token for token in coloured if not _ink(token)),
        inks=tuple(token for token in coloured if _ink(token)),
        sizes=tuple(reversed([token for token in flat if re.fullmatch(r"t-\d+", token.name)])),
        spaces=tuple(token for token in flat if re.fullmatch(r"s\d", token.name)),
        icons=tuple(_SYMBOL.findall(icons)),
        levels=tuple(
            Level(value, None if value is not None else "no_opportunity") for value in (0, 1, 2, 3, None)
        ),
        sigs=debrief.sigs,
        turns=_turns(debrief),
        objection=debrief.objections[0] if debrief.objections else None,
        ribbon=debrief.ribbon,
        charts=charts(debrief.sigs[:SHOWN_CHARTS], attempts),
        caller=debrief.caller,
        card=card,
        fresh=replace(card, marks=(), attempts=0, last=None),
        now=now,
    )


def _ink(token: Token) -> bool:
    return re.fullmatch(r"c\d", token.name) is not None


def _turns(debrief: DebriefView) -> tuple[TurnView, ...]:
    """A few turns in a row, from the first one with something to mend."""
    turns = [turn for scene in debrief.scenes for turn in scene.turns]
    first = next((place for place, turn in enumerate(turns) if turn.flagged), 0)
    return tuple(turns[first : first + SHOWN_TURNS])
