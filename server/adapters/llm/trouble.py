"""From what the SDK, the transport or the endpoint's own words say, to one typed fault."""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import openai

from server.domain.llm.faults import (
    ContextOverflow,
    Cut,
    KeyRefused,
    ModelFault,
    ModelUnknown,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Unreachable,
)

TRANSPORT = (openai.APIConnectionError, httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, OSError)
OVERFLOW = (
    "context_length", "context length", "context size", "context window", "exceed_context", "maximum context",
    "n_ctx", "prompt is too long", "too many tokens",
)  # fmt: skip


def fault_of(error: Exception, spoke: bool = False) -> ModelFault:
    """The fault an exception stands for. ``spoke``: whether the answer had begun."""
    if isinstance(error, openai.APIStatusError):
        return _by_status(error.status_code, str(error.body or error.message), error.response.headers)
    if isinstance(error, TRANSPORT):
        return Cut() if spoke else Unreachable()
    if isinstance(error, ValueError):  # a key or a model name that cannot even be sent
        return RequestRefused()
    return ServerFailed()


def fault_in_body(body: Mapping[str, Any]) -> ModelFault | None:
    """An error told with status 200, inside a stream or instead of an answer."""
    error = body.get("error")
    if not error:
        return None
    code = error.get("code") if isinstance(error, dict) else None
    status = code if isinstance(code, int) and code >= 400 else 500
    return _by_status(status, str(error), {})


def _by_status(status: int, words: str, headers: Mapping[str, str]) -> ModelFault:
    if status in (401, 403):
        return KeyRefused()
    if status == 404:
        return ModelUnknown()
    if status == 429:
        return RateLimited(retry_after(headers))
    lowered = words.lower()
    if status == 413 or any(word in lowered for word in OVERFLOW):
        return ContextOverflow()
    if status >= 500 or status == 408:
        return ServerFailed(retry_after(headers))
    return RequestRefused()


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The delay that the endpoint asks for, in seconds."""
    asked = headers.get("retry-after", "").strip()
    if not asked:
        return None
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
