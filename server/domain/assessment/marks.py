"""The indicative score and the two priorities, computed from the judgements. Never a model's work."""

from collections.abc import Iterable, Sequence

from server.domain.assessment.model import Judgement, Priority, Score
from server.domain.assessment.picture import Picture
from server.domain.rubric import Rubric

_OUT_OF = 20
_TOP = 3
_PRIORITIES = 2


def score(judgements: Sequence[Judgement], rubric: Rubric) -> Score:
    """20 × Σ(weight × level) ÷ Σ(3 × weight) over observed criteria; official criteria also alone."""
    weights = {criterion.id: criterion.weight for criterion in rubric.criteria}
    return Score(
        value=_value(judgements, weights),
        official_value=_value([item for item in judgements if item.official], weights),
    )


def _value(judgements: Iterable[Judgement], weights: dict[str, float]) -> float | None:
    scored = [(weights.get(j.id, 1), j.level) for j in judgements if j.level is not None]
    most = sum(_TOP * weight for weight, _ in scored)
    return round(_OUT_OF * sum(weight * level for weight, level in scored) / most, 1) if most else None


def priorities(judgements: Sequence[Judgement], picture: Picture) -> tuple[Priority, ...]:
    """At most two: the weakest criteria that have an occasion to replay, with one's own words there."""
    order = [j for j in judgements if j.level is not None and j.level < _TOP and j.missed]
    order.sort(key=lambda j: (j.level or 0, -len(j.missed)))
    chosen: list[Priority] = []
    for item in order:
        taken = {p.turn for p in chosen}
        occasion = next((m for m in item.missed if m.turn not in taken), None)
        if occasion is None:
            continue
        text = picture.voice(occasion.turn).turn.text
        start, end = _own_words(item, occasion.turn, picture)
        criterion = picture.rubric.criterion(item.id)
        chosen.append(
            Priority(
                criterion=item.id,
                turn=occasion.turn,
                quote=text[start:end],
                start=start,
                end=end,
                title=item.next_step or (criterion.short if criterion else item.id),
                why=occasion.why,
                better=occasion.suggestion,
            )
        )
        if len(chosen) == _PRIORITIES:
            break
    return tuple(chosen)


def _own_words(item: Judgement, turn: int, picture: Picture) -> tuple[int, int]:
    """The evidence of that turn, else its last sentence (what the client then answered)."""
    shown = next((e for e in item.evidence if e.turn == turn), None)
    if shown is not None:
        return shown.start, shown.end
    voice = picture.voice(turn)
    group = voice.groups[-1] if voice.groups else ()
    if len(voice.groups) > 1 and len(group) < 4:
        group = voice.groups[-2]
    if not group or len(voice.turn.text) <= 160:
        return 0, len(voice.turn.text)
    text = voice.turn.text
    end = group[-1].end
    while end < len(text) and text[end] in ".!?…":
        end += 1
    return group[0].start, end
