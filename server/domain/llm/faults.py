"""Every way a language model fails us, typed. Each is a reason to fall back, never an answer.

``message`` is what an operator reads; ``retryable`` says whether the same request may succeed at once;
``configuration`` that somebody must act; ``of_content`` that the endpoint works and this answer does not.
"""

from typing import ClassVar

from server.domain.errors import Unavailable


class ModelFault(Unavailable):
    """A call that gave nothing usable. ``wait`` is the delay the endpoint asked for, in seconds."""

    code: ClassVar[str] = "llm"
    retryable: ClassVar[bool] = False
    configuration: ClassVar[bool] = False
    of_content: ClassVar[bool] = False
    text: ClassVar[str] = "Le modèle de langage n'a pas répondu."

    def __init__(self, wait: float | None = None) -> None:
        super().__init__(self.text)
        self.wait = wait


class Unreachable(ModelFault):
    """Connection refused, reset before an answer, unknown host."""

    code = "llm_unreachable"
    retryable = True
    text = "Le serveur du modèle est injoignable. Vérifiez qu'il tourne et que l'adresse est la bonne."


class KeyRefused(ModelFault):
    """401 or 403."""

    code = "llm_key_refused"
    configuration = True
    text = "Le serveur du modèle refuse la clé. Vérifiez ENTRETIEN_LLM_API_KEY."


class ModelUnknown(ModelFault):
    """404: no such model, or no such path."""

    code = "llm_model_unknown"
    configuration = True
    text = "Le serveur ne connaît pas ce modèle. Vérifiez ENTRETIEN_LLM_MODEL et ENTRETIEN_LLM_BASE_URL."


class RequestRefused(ModelFault):
    """Another 4xx: the endpoint does not take this request."""

    code = "llm_request_refused"
    text = "Le serveur du modèle refuse la demande."


class ContextOverflow(ModelFault):
    """The prompt is longer than the model's window."""

    code = "llm_context_overflow"
    of_content = True
    text = "L'entretien dépasse la fenêtre du modèle. Servez-le avec un contexte plus grand."


class RateLimited(ModelFault):
    """429; ``wait`` holds Retry-After when it was given."""

    code = "llm_rate_limited"
    retryable = True
    text = "Le serveur du modèle demande d'attendre : trop d'appels, ou quota atteint."


class ServerFailed(ModelFault):
    """5xx, or an error told inside the stream."""

    code = "llm_server_failed"
    retryable = True
    text = "Le serveur du modèle a échoué de son côté."


class FirstTokenLate(ModelFault):
    """Nothing said before the first-token deadline."""

    code = "llm_first_token_late"
    text = "Le modèle n'a rien dit dans le délai."


class Stalled(ModelFault):
    """The stream went silent."""

    code = "llm_stalled"
    text = "Le modèle s'est tu au milieu de sa réponse."


class TooSlow(ModelFault):
    """The whole answer did not come within the total deadline."""

    code = "llm_too_slow"
    text = "Le modèle n'a pas fini sa réponse dans le délai."


class Cut(ModelFault):
    """The stream ended without saying that the answer was whole."""

    code = "llm_cut"
    text = "La réponse du modèle a été coupée."


class Unreadable(ModelFault):
    """Not the protocol: a malformed chunk, an HTML page with status 200, fields of the wrong kind."""

    code = "llm_unreadable"
    text = "La réponse du modèle est illisible : ce n'est pas le protocole attendu."


class Empty(ModelFault):
    """No choice, or a choice without a word."""

    code = "llm_empty"
    text = "Le modèle a rendu une réponse vide."


class Filtered(ModelFault):
    """``finish_reason`` content_filter."""

    code = "llm_filtered"
    of_content = True
    text = "Le filtre de contenu du fournisseur a arrêté la réponse."


class Refused(ModelFault):
    """The model declined to answer."""

    code = "llm_refused"
    of_content = True
    text = "Le modèle a refusé de répondre."


class TooLong(ModelFault):
    """``finish_reason`` length, or more text than anyone asked for."""

    code = "llm_too_long"
    of_content = True
    text = "La réponse du modèle est trop longue : elle a été arrêtée."


class WrongSchema(ModelFault):
    """A whole answer that does not have the structure that was asked for."""

    code = "llm_wrong_schema"
    of_content = True
    text = "La réponse du modèle n'a pas la forme demandée."


class BudgetSpent(ModelFault):
    """This interview has used its calls or its tokens."""

    code = "llm_budget_spent"
    text = "Le budget d'appels de cet entretien est épuisé."


class Paused(ModelFault):
    """The endpoint failed several times in a row; it is left alone for a while."""

    code = "llm_paused"
    text = "Le modèle est mis en pause après plusieurs échecs ; il sera rappelé dans un moment."


class Busy(ModelFault):
    """Too many calls at once from here; no place came free in time."""

    code = "llm_busy"
    text = "Trop d'entretiens appellent le modèle en même temps."


class GuardRefused(ModelFault):
    """Two answers in a row that the guard could not let through."""

    code = "llm_guard"
    text = "Le garde-fou a écarté les réponses du modèle."


FAULTS: tuple[type[ModelFault], ...] = (
    Unreachable, KeyRefused, ModelUnknown, RequestRefused, ContextOverflow, RateLimited, ServerFailed,
    FirstTokenLate, Stalled, TooSlow, Cut, Unreadable, Empty, Filtered, Refused, TooLong, WrongSchema,
    BudgetSpent, Paused, Busy, GuardRefused,
)  # fmt: skip


def told(code: str) -> str:
    """What an operator reads for the code kept in an event."""
    return next((fault.text for fault in FAULTS if fault.code == code), ModelFault.text)
