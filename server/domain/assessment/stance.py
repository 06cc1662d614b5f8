"""How a figure is said: asserted, or denied, asked, put right at once, told of another bank or of the past."""

import re

from server.domain.assessment.attribution import Scene
from server.domain.assessment.mentions import DURATIONS, Mention
from server.domain.feedback import FigureWords
from server.domain.phrases import tokens
from server.domain.text import fold

_DENIED = re.compile(r"(?:\b(?:pas|jamais)|\bn(?:'|e )[^.,;]{1,15} plus)(?: (?:a|de|les|des|du|pour))?\s*$")
_NOT = re.compile(r"\bn(?:'|e )(?!peu[xt]|pouv)\w+ pas \w+\s*$")
_LIMIT = re.compile(
    r"\b(?:(?:pas|jamais) (?:plus|moins|au dela|avant|apres)(?: d[e'])?|depass\w+(?: pas)?|au plus)\s*$"
)
_NO = re.compile(r"^\s*[,.…;]+\s*non\b(?!\s*\?)")
_AGREED = re.compile(r"[,\s](?:non|n'est ce pas|d'accord|ok|hein|ca (?:vous|te) va|ca va)\s*\?")
_WIDE, _NEAR = 70, 26
_BESIDE, _ATTACHED = 8.0, 9.8
_OF = ("de", "d")
_SOFT, _THERE = 6.5, 5.0


class Stance:
    """Reads how a figure is said. Built once from the words of ``lexicons/feedback.yaml``."""

    def __init__(self, words: FigureWords) -> None:
        self._words = words
        self._steps = tuple(step.rstrip("*") for step in words.steps)

    def asserted(self, scene: Scene, mention: Mention) -> bool:
        """Whether the advisor states it as a figure of today, of the bank or the law."""
        text = fold(scene.voice.turn.text)
        return not (
            _denied(text, mention)
            or self._asked(text, mention)
            or self._put_right(scene, mention)
            or self._elsewhere(scene, mention)
            or scene.bound(self._words.says_past, mention) >= _SOFT
        )

    def lived(self, scene: Scene, mention: Mention) -> float:
        """How tightly a word of the client's own life is bound to it."""
        return scene.bound(self._words.says_life, mention)

    def doubtful(self, scene: Scene, mention: Mention) -> bool:
        """Said with a reserve, as a supposition, or as a difference: not to be called wrong."""
        words = self._words
        return (
            scene.bound(words.says_doubt, mention) >= _SOFT
            or scene.bound(words.says_vague, mention) >= _SOFT
            or scene.bound(words.says_difference, mention) >= _BESIDE
            or self._step(scene, mention)
            or (mention.unit not in DURATIONS and scene.bound(words.says_around, mention) >= _ATTACHED)
            or scene.bound(words.says_supposes, mention) >= _SOFT
        )

    def _step(self, scene: Scene, mention: Mention) -> bool:
        """« baisse de 173 euros »: how much it moves, not what it is."""
        before = [token.word for token in tokens(scene.voice.turn.text) if token.end <= mention.start][-2:]
        return len(before) == 2 and before[1] in _OF and before[0].startswith(self._steps)

    def _asked(self, text: str, mention: Mention) -> bool:
        """« 19 € ? »: a question on the figure itself, not « 9,80 €, ça vous va ? »."""
        end = re.search(r"[.!?…\n]", text[mention.end :])
        if end is None or end.group() != "?":
            return False
        tail = text[mention.end : mention.end + end.end()]
        return len(tail) <= _NEAR and not _AGREED.search(" " + tail)

    def _put_right(self, scene: Scene, mention: Mention) -> bool:
        """« trois pour cent, pardon, deux et demi »: another figure of that unit follows the correction."""
        later = next(
            (
                other
                for other in scene.mentions
                if other.start >= mention.end
                and (other.unit in (mention.unit, "none") or mention.unit == "none")
            ),
            None,
        )
        if later is None or later.start - mention.end > _WIDE:
            return False
        return any(
            mention.end <= start and end <= later.start + 1
            for start, end in scene.voice.places(self._words.says_correction)
        )

    def _elsewhere(self, scene: Scene, mention: Mention) -> bool:
        """A figure of another house, unless ours is named nearer."""
        there = scene.bound(self._words.says_elsewhere, mention)
        return there >= _THERE and there > scene.bound(self._words.says_here, mention)


def _denied(text: str, mention: Mention) -> bool:
    before = text[max(0, mention.start - _NEAR) : mention.start]
    before = re.sub(r"[\"«(]\s*", "", before)
    if _LIMIT.search(before):
        return False
    return bool(_DENIED.search(before) or _NOT.search(before) or _NO.match(text[mention.end :]))
