"""Criteria, priorities and figures of the debrief."""

from collections.abc import Sequence

from server.domain.assessment.model import Assessment, Claim, Judgement, Priority
from server.domain.catalogue import Catalogue
from server.domain.rubric import Rubric, WeightedCriterion
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters.debrief.model import (
    Change,
    ClaimRow,
    ClaimsView,
    CriterionView,
    EvidenceView,
    MissedView,
    PriorityView,
    Sum,
)
from server.entrypoints.web.presenters.debrief.places import in_context, opening_words
from server.entrypoints.web.presenters.debrief.turns import next_client, replay_from
from server.entrypoints.web.presenters.shared import Level, Sig

UNSURE = 0.5
TOP = 3
VERDICTS = ("wrong", "vague", "unverifiable", "right")
PRIORITIES = 2


def criterion_views(
    assessment: Assessment, rubric: Rubric, sigs: dict[str, Sig], transcript: Transcript, replays: bool
) -> tuple[CriterionView, ...]:
    """Each criterion judged or left unjudged, in the rubric's order."""
    judged = {item.id: item for item in assessment.criteria}
    return tuple(
        _criterion(judged[item.id], item, sigs[item.id], transcript, replays)
        for item in rubric.criteria
        if item.id in judged
    )


def _criterion(
    judgement: Judgement, criterion: WeightedCriterion, sig: Sig, transcript: Transcript, replays: bool
) -> CriterionView:
    level = judgement.level
    return CriterionView(
        sig=sig,
        level=Level(level, judgement.unscored),
        weight=criterion.weight,
        derived_from=criterion.derived_from,
        reason=judgement.reason or "",
        capped=judgement.capped or "",
        rationale=judgement.rationale,
        next_level=level + 1 if level is not None and level < TOP else None,
        next_step=judgement.next_step,
        evidence=tuple(
            EvidenceView(item.turn, item.quote, item.polarity == "+", item.why, item.answers)
            for item in judgement.evidence
        ),
        missed=tuple(
            MissedView(
                item.turn, item.why, item.suggestion, replay_from(transcript, item.turn) if replays else None
            )
            for item in judgement.missed
        ),
        ladder=criterion.levels,
        unsure=judgement.confidence < UNSURE,
    )


def priority_views(
    assessment: Assessment, sigs: dict[str, Sig], transcript: Transcript, replays: bool
) -> tuple[PriorityView, ...]:
    """The one or two things to work on first."""
    known = [item for item in assessment.priorities if item.criterion in sigs]
    return tuple(
        _priority(rank, item, assessment, sigs[item.criterion], transcript, replays)
        for rank, item in enumerate(known[:PRIORITIES], start=1)
    )


def _priority(
    rank: int, item: Priority, assessment: Assessment, sig: Sig, transcript: Transcript, replays: bool
) -> PriorityView:
    turn = transcript.turn(item.turn)
    held = turn.text[item.start : item.end] == item.quote and item.quote
    before, quote, after = in_context(turn.text, item.start, item.end) if held else ("", item.quote, "")
    reply = next_client(transcript, item.turn) if turn.speaker == "advisor" else None
    return PriorityView(
        rank=rank,
        sig=sig,
        title=item.title,
        why=item.why,
        before=before,
        quote=quote,
        after=after,
        turn=item.turn,
        at=turn.at,
        reply=opening_words(reply.text) if reply else "",
        reply_turn=reply.n if reply else None,
        reference=_reference(item, assessment),
        better=item.better,
        replay=replay_from(transcript, item.turn) if replays else None,
    )


def _reference(item: Priority, assessment: Assessment) -> str:
    """What the catalogue says where a priority is about a wrong figure."""
    for claim in assessment.claims:
        overlap = claim.start < item.end and item.start < claim.end
        if claim.turn == item.turn and claim.verdict == "wrong" and overlap:
            return claim.reference or ""
    return ""


def changes_of(criteria: Sequence[CriterionView], before: Assessment | None) -> tuple[Change, ...]:
    """The levels that moved since the interview that was replayed."""
    if before is None:
        return ()
    old = {item.id: item.level for item in before.criteria}
    return tuple(
        Change(item.sig, old[item.sig.id], item.level.value)
        for item in criteria
        if item.sig.id in old and old[item.sig.id] != item.level.value
    )


def total_of(assessment: Assessment, criteria: Sequence[CriterionView]) -> Sum:
    """The sum behind the indicative mark."""
    terms = tuple((item.weight, item.level.value) for item in criteria if item.level.value is not None)
    return Sum(
        value=assessment.score.value,
        official_value=assessment.score.official_value,
        out_of=assessment.score.out_of,
        terms=terms,
        weighted=len({weight for weight, _ in terms}) > 1,
        official_only=all(item.sig.official for item in criteria),
    )


def claims_view(assessment: Assessment, catalogue: Catalogue) -> ClaimsView:
    """Figures stated: those to mend first, then the right ones."""
    rows = sorted((_claim(item, catalogue) for item in assessment.claims), key=_order)
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in VERDICTS}
    return ClaimsView(
        to_mend=tuple(row for row in rows if row.verdict != "right"),
        right=tuple(row for row in rows if row.verdict == "right"),
        counts=counts,
    )


def _order(row: ClaimRow) -> tuple[int, int]:
    return VERDICTS.index(row.verdict), row.turn


def _claim(item: Claim, catalogue: Catalogue) -> ClaimRow:
    return ClaimRow(
        verdict=item.verdict,
        quote=item.quote,
        subject=_subject(item.subject, catalogue),
        kind=item.kind,
        reference=item.reference or "",
        turn=item.turn,
    )


def _subject(subject: str, catalogue: Catalogue) -> str:
    family, _, name = subject.partition(":")
    if family == "delegation":
        return next((item.label for item in catalogue.delegations if item.id == name), name)
    product = catalogue.product(subject)
    return product.short if product is not None else name
