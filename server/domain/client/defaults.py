"""What every client shares unless its scenario says otherwise: mood rules and lines by situation."""

from typing import Literal

from pydantic import Field

from server.domain.model import Model
from server.domain.scenario import MoodRule, Style

Band = Literal["cold", "neutral", "warm"]


class ClientDefaults(Model):
    """``lexicons/client.yaml``: data, written for French trainers."""

    format: Literal["client/1"] = Field(alias="schema")
    rules: tuple[MoodRule, ...] = Field(description="Règles d'humeur par défaut")
    situations: dict[str, str] = Field(description="Situations connues et leur sens")
    lines: dict[str, dict[str, tuple[str, ...]]] = Field(description="Voix → situation → répliques")
    openers: dict[Band, tuple[str, ...]] = Field(description="Entames selon la confiance")
    ask_back: dict[str, tuple[str, ...]] = Field(
        description="Thème → façons de demander si la question portait dessus"
    )
    affirms: tuple[str, ...] = Field(description="Façons de répondre oui à cette demande")
    spare: tuple[str, ...] = Field(description="Débuts de réplique de secours, combinés à spare_tails")
    spare_tails: tuple[str, ...] = Field(description="Fins de réplique de secours")

    def pool(self, style: Style, situation: str) -> tuple[str, ...]:
        """Lines for a situation: the persona's own first, then those of its voice, then the common ones."""
        own = style.lines.get(situation, ())
        voice = self.lines.get(style.voice, {}).get(situation, ())
        return own + voice + self.lines.get("courant", {}).get(situation, ())


def band(trust: int) -> Band:
    """The tone that goes with a level of trust."""
    return "cold" if trust < 35 else "warm" if trust >= 65 else "neutral"
