"""``python -m bench.endpoint --port N``: an OpenAI-compatible endpoint with a fixed cadence, for measuring.

Every answer is the same: 60 tokens, one each 20 ms, in four sentences. It thinks nothing; it keeps time.
"""

import argparse
import asyncio
import json
import signal

TOKENS = 60
SECONDS = 0.02
SENTENCES = 4
SENTENCE = "Oui je vous écoute et je réfléchis à ce que vous me dites là ."
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n"
LONGEST_REQUEST = 4_000_000


def tokens() -> list[str]:
    """Sixty of them, fifteen a sentence."""
    words = SENTENCE.split()
    sentence = [*words[:-2], words[-2] + words[-1]]
    sentence += [""] * (TOKENS // SENTENCES - len(sentence))
    return [f" {word}" if word else "" for word in sentence] * SENTENCES


def chunk(text: str | None) -> bytes:
    """One line of the stream; None closes it."""
    choice = {
        "index": 0,
        "delta": {"content": text} if text else {},
        "finish_reason": None if text is not None else "stop",
    }
    body = {
        "id": "bench",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "bench",
        "choices": [choice],
    }
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


CHUNKS = [chunk(token) for token in tokens()]
END = chunk(None) + b"data: [DONE]\n\n"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request, one stream, each token at its time from the request, whatever the others do."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            (
                int(line.split(b":")[1])
                for line in head.lower().split(b"\r\n")
                if line.startswith(b"content-length:")
            ),
            0,
        )
        await reader.readexactly(min(length, LONGEST_REQUEST))
        loop = asyncio.get_running_loop()
        began = loop.time()
        writer.write(HEAD)
        for place, piece in enumerate(CHUNKS, start=1):
            await asyncio.sleep(began + place * SECONDS - loop.time())
            writer.write(piece)
        writer.write(END)
        await writer.drain()
    except (OSError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()


async def serve(port: int) -> None:
    """Until SIGTERM."""
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)
    server = await asyncio.start_server(answer, "127.0.0.1", port, backlog=1024)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.endpoint", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    asyncio.run(serve(parser.parse_args().port))
