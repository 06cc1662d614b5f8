"""What calls to a language model cost, counted per turn and summed per interview."""

from collections.abc import Iterable

from pydantic import Field

from server.domain.model import Model


class Usage(Model):
    """Calls, tokens and delays. Tokens are the endpoint's own figures, or an estimate when it gives none."""

    calls: int = Field(default=0, description="Requests sent, retries included")
    prompt_tokens: int = 0
    cached_tokens: int = Field(default=0, description="Prompt tokens the endpoint had in its cache")
    completion_tokens: int = 0
    estimated: bool = Field(default=False, description="True when the endpoint gave no figure")
    first_token_ms: tuple[int, ...] = Field(default=(), description="Delay to the first token, of each call")
    total_ms: int = 0
    fallbacks: int = Field(default=0, description="Turns that the embedded voice had to finish")

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            prompt_tokens=self.prompt_tokens + other.prompt_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            completion_tokens=self.completion_tokens + other.completion_tokens,
            estimated=self.estimated or other.estimated,
            first_token_ms=self.first_token_ms + other.first_token_ms,
            total_ms=self.total_ms + other.total_ms,
            fallbacks=self.fallbacks + other.fallbacks,
        )

    @property
    def tokens(self) -> int:
        """Prompt and completion together: what a budget counts."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def median_first_token_ms(self) -> int | None:
        """The middle delay to the first token, or None when nothing came."""
        ordered = sorted(self.first_token_ms)
        return ordered[len(ordered) // 2] if ordered else None


UNUSED = Usage()


def total(parts: Iterable[Usage]) -> Usage:
    """The sum of several usages."""
    result = UNUSED
    for part in parts:
        result = result + part
    return result
