"""A TCP proxy that spoils the line: reset, black hole, loss one way, slow reader, delay."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from enum import Enum, auto

CHUNK = 4096
SLOW_BYTES = 300
SLOW_SECONDS = 0.02
DELAY_SECONDS = 0.15


class Line(Enum):
    GOOD = auto()
    BLACK_HOLE = auto()  # nothing passes, nobody is told
    DEAF = auto()  # what the browser says is lost; what the server says arrives
    MUTE = auto()  # what the server says is lost; what the browser says arrives
    SLOW_READER = auto()
    DELAYED = auto()


@dataclass
class Proxy:
    """In front of one server. ``line`` may change at any moment, for the connections there are."""

    target: int
    port: int = 0
    line: Line = Line.GOOD
    _writers: list[asyncio.StreamWriter] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Cut every connection at once, both sides, without goodbye (RST)."""
        for writer in self._writers:
            tcp = writer.get_extra_info("socket")
            if tcp is not None and not writer.is_closing():
                tcp.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                writer.transport.abort()
        self._writers.clear()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there_reader, there_writer = await asyncio.open_connection("127.0.0.1", self.target)
        self._writers += [writer, there_writer]
        for task in (
            asyncio.create_task(self._carry(reader, there_writer, lost=(Line.BLACK_HOLE, Line.DEAF))),
            asyncio.create_task(
                self._carry(there_reader, writer, lost=(Line.BLACK_HOLE, Line.MUTE), down=True)
            ),
        ):
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _carry(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        lost: tuple[Line, ...],
        down: bool = False,
    ) -> None:
        try:
            while data := await source.read(SLOW_BYTES if self.line is Line.SLOW_READER else CHUNK):
                if self.line is Line.DELAYED:
                    await asyncio.sleep(DELAY_SECONDS)
                if self.line is Line.SLOW_READER and down:
                    await asyncio.sleep(SLOW_SECONDS)
                if self.line in lost:
                    continue
                sink.write(data)
                await sink.drain()
        except OSError:
            pass
        finally:
            sink.close()

    def stop(self) -> None:
        self.reset()
        for task in self._tasks:
            task.cancel()


@asynccontextmanager
async def proxy(target: int) -> AsyncIterator[Proxy]:
    spoiler = Proxy(target)
    server = await asyncio.start_server(spoiler.accept, "127.0.0.1", 0)
    spoiler.port = server.sockets[0].getsockname()[1]
    try:
        yield spoiler
    finally:
        spoiler.stop()
        server.close()
