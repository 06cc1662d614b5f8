"""What an answer says, read from its JSON by hand: the SDK's objects cost more than all the rest.

Everything that is not plainly a whole, normal answer is a fault.
"""

import json
from dataclasses import dataclass
from typing import Any

from server.adapters.llm.trouble import fault_in_body
from server.domain.llm.faults import Cut, Empty, Filtered, Refused, TooLong, Unreadable

THOUGHTS = ("<think>", "</think>")


@dataclass(frozen=True, slots=True)
class Figures:
    """The endpoint's own count of tokens."""

    prompt: int
    cached: int
    completion: int


class AnswerReader:
    """Follows one streamed answer: text as it comes, and whether it may be called whole."""

    def __init__(self) -> None:
        self.figures: Figures | None = None
        self.finish: str | None = None
        self.alive = False
        self.spoke = False
        self._refused = False
        self._events = 0
        self._thought = _Thought()

    def read(self, event: str) -> str:
        """The text of one chunk. Raises a fault when it tells one."""
        self._events += 1
        body = _object(event)
        fault = fault_in_body(body)
        if fault is not None:
            raise fault
        self.figures = _figures(body) or self.figures
        choices = body.get("choices", [])
        if not isinstance(choices, list):
            raise Unreadable
        return "".join(self._choice(choice) for choice in choices[:1])

    def _choice(self, choice: Any) -> str:
        if not isinstance(choice, dict) or not isinstance(choice.get("delta", {}), dict):
            raise Unreadable
        delta = choice.get("delta", {})
        content = delta.get("content")
        if content is not None and not isinstance(content, str):
            raise Unreadable
        if delta.get("refusal"):
            raise Refused
        self.alive = self.alive or bool(content or delta.get("reasoning") or delta.get("reasoning_content"))
        text = self._thought.strip(content or "")
        self.spoke = self.spoke or bool(text.strip())
        finish = choice.get("finish_reason")
        if finish is not None:
            self.finish = str(finish)
        return text

    def close(self, done: bool) -> None:
        """The stream is over. Raises Cut, Empty or Unreadable unless the answer is whole."""
        if not self._events and not done:
            raise Unreadable
        if self.finish is None:
            raise Empty if done and not self.spoke else Cut
        check_finish(self.finish)
        if not self.spoke:
            raise Empty


class _Thought:
    """Leaves out what a reasoning model thinks aloud before its answer."""

    def __init__(self) -> None:
        self._held = ""
        self._state = "start"

    def strip(self, text: str) -> str:
        if self._state == "after":
            return text
        self._held += text
        opening, closing = THOUGHTS
        if self._state == "start":
            head = self._held.lstrip()
            if opening.startswith(head):
                return ""
            if not head.startswith(opening):
                self._state = "after"
                return self._held
            self._state = "inside"
        _, found, after = self._held.partition(closing)
        if not found:
            return ""
        self._state = "after"
        return after


def whole_answer(raw: bytes) -> tuple[str, Figures | None]:
    """The text of an answer that was not streamed. Raises a fault unless it is whole."""
    try:
        body = _object(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable from error
    fault = fault_in_body(body)
    if fault is not None:
        raise fault
    choices = body.get("choices")
    if not isinstance(choices, list):
        raise Unreadable
    if not choices:
        raise Empty
    message = choices[0].get("message") if isinstance(choices[0], dict) else None
    if not isinstance(message, dict):
        raise Unreadable
    if message.get("refusal"):
        raise Refused
    finish = choices[0].get("finish_reason")
    if finish is None:
        raise Cut
    check_finish(str(finish))
    content = message.get("content")
    if content is not None and not isinstance(content, str):
        raise Unreadable
    text = _Thought().strip(content or "")
    if not text.strip():
        raise Empty
    return text, _figures(body)


def check_finish(finish: str) -> None:
    """Only « stop » ends a whole answer."""
    if finish == "stop":
        return
    if finish == "length":
        raise TooLong
    if finish == "content_filter":
        raise Filtered
    raise Unreadable


def _object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(body, dict):
        raise Unreadable
    return body


def _figures(body: dict[str, Any]) -> Figures | None:
    usage = body.get("usage")
    if not isinstance(usage, dict):
        return None
    details = usage.get("prompt_tokens_details")
    cached = details.get("cached_tokens") if isinstance(details, dict) else 0
    return Figures(_count(usage.get("prompt_tokens")), _count(cached), _count(usage.get("completion_tokens")))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else 0
