"""From pieces of text as they come to whole sentences, none of which is shown before it is finished."""

import re

_END = re.compile(r"[.!?…]+(?:\s?»|[\"”’)\]])*(?=\s+[^\s»!?])|\n")
_SHORT = re.compile(r"(?:^|[\s(«])(?:M|MM|Mme|Mmes|Mlle|Dr|St|Ste|cf|env|tél|art|n)\.$", re.IGNORECASE)
_OPENING = re.compile(r"^[\s«»\"“”]+")


class Splitter:
    """Gives back each sentence once the next one begins. The pieces joined are the whole text."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, text: str) -> list[str]:
        """The sentences that this text finishes."""
        self._rest += text
        found, start = [], 0
        for match in _END.finditer(self._rest):
            piece = self._rest[start : match.end()]
            if not piece.strip() or _SHORT.search(piece.rstrip()):
                continue
            found.append(piece)
            start = match.end()
        self._rest = self._rest[start:]
        return found

    def end(self) -> list[str]:
        """What is left once the whole answer has come."""
        rest, self._rest = self._rest, ""
        return [rest] if rest.strip() else []


def unlabelled(sentence: str, names: tuple[str, ...]) -> str:
    """A first sentence without the name or the quotation mark that models like to put before it."""
    text = _OPENING.sub("", sentence)
    for name in sorted(names, key=len, reverse=True):
        head = re.match(rf"{re.escape(name)}\s*:\s*", text, re.IGNORECASE)
        if head:
            return _OPENING.sub("", text[head.end() :])
    return text


def joined(sentences: list[str], joint: str) -> str:
    """A reply as it is shown and stored: one blank between sentences, no stray quotation mark at the end."""
    text = joint.join(" ".join(sentence.split()) for sentence in sentences if sentence.strip())
    if text.count("»") > text.count("«"):
        text = text.removesuffix("»").rstrip()
    return text.removesuffix("”").rstrip()
