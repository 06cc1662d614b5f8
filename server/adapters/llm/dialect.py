"""What this endpoint does not take, learnt from its own refusals, once for the life of the process."""

from dataclasses import dataclass
from typing import Any

from server.domain.llm.prompt import Ask


@dataclass
class Dialect:
    """Optional parameters that are known to be refused here."""

    new_length: bool = False
    temperature: bool = True
    seed: bool = True
    usage: bool = True
    schema: bool = True

    def learn(self, refusal: str) -> bool:
        """Give up one thing that a 400 or 422 complains of; False when there is nothing to give up."""
        words = refusal.lower()
        if "max_completion_tokens" in words and not self.new_length:
            self.new_length = True
        elif "temperature" in words and self.temperature:
            self.temperature = False
        elif "seed" in words and self.seed:
            self.seed = False
        elif "stream_options" in words and self.usage:
            self.usage = False
        elif ("response_format" in words or "json_schema" in words) and self.schema:
            self.schema = False
        else:
            return False
        return True

    def arguments(self, model: str, ask: Ask) -> dict[str, Any]:
        """The parameters of a request, but for streaming and structure."""
        found: dict[str, Any] = {
            "model": model,
            "messages": [{"role": message.role, "content": message.content} for message in ask.messages],
            "max_completion_tokens" if self.new_length else "max_tokens": ask.max_tokens,
        }
        if self.temperature:
            found["temperature"] = ask.temperature
        if self.seed and ask.seed is not None:
            found["seed"] = ask.seed
        return found
