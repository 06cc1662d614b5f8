"""Server-sent events from raw bytes: whole lines only, so that a character cut in two is never seen."""

from server.domain.llm.faults import TooLong, Unreadable

MAX_LINE = 256_000
MAX_TOTAL = 4_000_000
DONE = "[DONE]"


class SseReader:
    """Feed it bytes as they come; it gives back the data of each finished event."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[str] = []
        self._seen = 0

    def feed(self, piece: bytes) -> list[str]:
        """The events this piece completes. Raises TooLong or Unreadable."""
        self._seen += len(piece)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        if self._seen > MAX_TOTAL or len(self._rest) > MAX_LINE:
            raise TooLong
        return [event for line in lines if (event := self._line(line)) is not None]

    def end(self) -> list[str]:
        """What the last bytes hold once the stream is over."""
        last = self._line(self._rest) if self._rest else None
        self._rest = b""
        return [event for event in (last, self._flush()) if event is not None]

    def _line(self, raw: bytes) -> str | None:
        try:
            line = raw.decode("utf-8").rstrip("\r")
        except UnicodeDecodeError as error:
            raise Unreadable from error
        if not line:
            return self._flush()
        name, _, value = line.partition(":")
        if name.lstrip("\ufeff") == "data":
            self._data.append(value.removeprefix(" "))
        return None

    def _flush(self) -> str | None:
        event = "\n".join(self._data) if self._data else None
        self._data = []
        return event
