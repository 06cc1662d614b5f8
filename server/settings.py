"""Settings, from the environment only; read once, in ``bootstrap``, never at import."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and which voice plays. Secrets come from the environment, never from a file of ours."""

    root: Path
    database_url: str
    secret: str | None
    pace: float
    llm_base_url: str | None
    llm_api_key: str | None
    llm_model: str | None
    llm_judge_model: str | None
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
        secret=env.get("ENTRETIEN_SECRET"),
        pace=float(env.get("ENTRETIEN_PACE", "1")),
        llm_base_url=env.get("ENTRETIEN_LLM_BASE_URL"),
        llm_api_key=env.get("ENTRETIEN_LLM_API_KEY"),
        llm_model=env.get("ENTRETIEN_LLM_MODEL"),
        llm_judge_model=env.get("ENTRETIEN_LLM_JUDGE_MODEL"),
        design=env.get("ENTRETIEN_DESIGN", "") not in ("", "0"),
    )
