"""How an endpoint is reached and what it may cost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Deadlines in seconds, counted from the request, retries included; budgets per interview.

    ``patience`` is the wait before a retry when the endpoint asks for none; ``failures`` how many faults in a row
    pause the endpoint, for ``pause`` seconds at first.
    """

    first_token: float = 15.0
    idle: float = 8.0
    total: float = 45.0
    retries: int = 1
    patience: float = 0.4
    parallel: int = 8
    calls: int = 120
    tokens: int = 400_000
    failures: int = 3
    pause: float = 30.0
    longest_pause: float = 300.0


@dataclass(frozen=True, slots=True)
class EndpointConfig:
    """Where the model is. The key never leaves this object but in the request's header."""

    base_url: str
    model: str
    api_key: str = ""
    limits: Limits = Limits()

    def __repr__(self) -> str:
        return f"EndpointConfig({self.base_url!r}, {self.model!r})"
