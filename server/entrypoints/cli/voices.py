"""Which engine speaks and what it cost, in one line each."""

from server.domain.llm.usage import Usage
from server.usecases.ports import VoiceStatus


def voice_line(status: VoiceStatus) -> str:
    """Who speaks for the client."""
    if status.engine == "embedded":
        return "Voix du client : embarquée, sans réseau."
    return f"Voix du client : modèle de langage « {status.model} »."


def usage_line(usage: Usage) -> str:
    """Calls, tokens, delay and fallbacks of one interview."""
    delay = usage.median_first_token_ms
    first = f", premier mot en {delay} ms (médiane)" if delay is not None else ""
    estimated = " (estimés)" if usage.estimated else ""
    return (
        f"Modèle : {usage.calls} appel(s), {usage.prompt_tokens} jetons lus dont {usage.cached_tokens} en cache, "
        f"{usage.completion_tokens} écrits{estimated}{first}, {usage.fallbacks} tour(s) repris par la voix embarquée."
    )
