"""Settings, from the environment only; read once, in ``bootstrap``, never at import."""

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class LlmLimits:
    """Deadlines (seconds, retries included) and budgets (per interview) of the language model."""

    first_token: float = 15.0
    idle: float = 8.0
    total: float = 45.0
    parallel: int = 8
    calls: int = 120
    tokens: int = 400_000


LIMITS = {
    "first_token": "ENTRETIEN_LLM_FIRST_TOKEN_SECONDS",
    "idle": "ENTRETIEN_LLM_IDLE_SECONDS",
    "total": "ENTRETIEN_LLM_TOTAL_SECONDS",
    "parallel": "ENTRETIEN_LLM_PARALLEL",
    "calls": "ENTRETIEN_LLM_MAX_CALLS",
    "tokens": "ENTRETIEN_LLM_MAX_TOKENS",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which voice plays. Secrets come from the environment, never from a file of ours."""

    root: Path
    database_url: str
    redis_url: str | None
    secret: str | None
    pace: float
    llm_base_url: str | None
    llm_api_key: str | None
    llm_model: str | None
    llm_judge_model: str | None
    llm_limits: LlmLimits = LlmLimits()
    design: bool = False


def project_root() -> Path:
    """The folder that holds ``scenarios/``, ``rubrics/`` and ``web/``."""
    return Path(__file__).resolve().parent.parent


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the environment (see the README for each variable)."""
    env = os.environ if environ is None else environ
    root = Path(env["ENTRETIEN_HOME"]) if env.get("ENTRETIEN_HOME") else project_root()
    default_url = f"sqlite:///{root / 'data' / 'entretien.db'}"
    return Settings(
        root=root,
        database_url=env.get("ENTRETIEN_DATABASE_URL", default_url),
        redis_url=env.get("ENTRETIEN_REDIS_URL") or None,
        secret=env.get("ENTRETIEN_SECRET"),
        pace=float(env.get("ENTRETIEN_PACE", "1")),
        llm_base_url=env.get("ENTRETIEN_LLM_BASE_URL"),
        llm_api_key=env.get("ENTRETIEN_LLM_API_KEY"),
        llm_model=env.get("ENTRETIEN_LLM_MODEL"),
        llm_judge_model=env.get("ENTRETIEN_LLM_JUDGE_MODEL"),
        llm_limits=_limits(env),
        design=env.get("ENTRETIEN_DESIGN", "") not in ("", "0"),
    )


def _limits(env: Mapping[str, str]) -> LlmLimits:
    """Raises BadInput naming the variable that is not a positive number."""
    found: dict[str, Any] = {}
    for field, variable in LIMITS.items():
        raw = env.get(variable)
        if not raw:
            continue
        kind = type(getattr(LlmLimits(), field))
        try:
            found[field] = kind(raw)
        except ValueError:
            found[field] = 0
        if not 0 < found[field] < math.inf:
            raise BadInput(f"{variable} : « {raw} » n'est pas un nombre positif. Corrigez-la ou retirez-la.")
    return LlmLimits(**found)
