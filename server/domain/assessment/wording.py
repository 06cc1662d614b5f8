"""Plain French from the reasons of the checks. Sentences come from ``lexicons/feedback.yaml``."""

from collections.abc import Sequence

from server.domain.assessment.model import Claim, Judgement, ObligationCheck
from server.domain.assessment.verdicts import Verdict
from server.domain.feedback import Feedback
from server.domain.rubric import Rubric

_MOST = 3


def rationale(verdict: Verdict, feedback: Feedback) -> str:
    """Why this level: what was seen, the fault that caps, what is lacking for the next."""
    if verdict.level is None:
        return verdict.criterion.opportunity.otherwise if verdict.criterion.opportunity else ""
    seen = [r.check.holds for r in verdict.supporting() if r.check.polarity == "+"]
    parts = [feedback.say("seen", seen=listed(seen, feedback)) if seen else feedback.say("nothing_seen")]
    against = [r.check.holds for r in verdict.against()]
    if verdict.cap is not None:
        parts.append(feedback.say("capped", why=verdict.cap.why, level=str(verdict.cap.level)))
    elif against and verdict.level < 3:
        parts.append(feedback.say("against", against=listed(against, feedback)))
    lacking = [r.check.fails for r in verdict.lacking() if r.check.fails]
    if lacking and verdict.cap is None:
        parts.append(feedback.say("lacking", level=str(verdict.level + 1), lacking=listed(lacking, feedback)))
    return " ".join(_sentence(part) for part in parts)


def next_step(verdict: Verdict) -> str:
    """The imperative of the next level; empty at the top or without a level."""
    if verdict.level is None or verdict.level >= 3:
        return ""
    return verdict.criterion.next[verdict.level]


def listed(items: Sequence[str], feedback: Feedback) -> str:
    """« a ; b ; c », each once, at most three."""
    kept = list(dict.fromkeys(items))[:_MOST]
    return feedback.sentences["list"].join(kept)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def summary(judgements: Sequence[Judgement], rubric: Rubric) -> str:
    """Two sentences: the strongest side, then what to work on first."""
    feedback = rubric.feedback
    scored = [item for item in judgements if item.level is not None]
    if not scored:
        return feedback.say("summary_none")
    best = max(item.level or 0 for item in scored)
    worst = min(item.level or 0 for item in scored)
    strong = [_short(item, rubric) for item in scored if item.level == best]
    weak = [_short(item, rubric) for item in scored if item.level == worst]
    first = feedback.say(f"summary_strong_{best}", strong=_named(strong, feedback))
    if worst == best:
        return f"{first} {feedback.say(f'summary_even_{best}')}"
    return f"{first} {feedback.say('summary_weak', weak=_named(weak, feedback))}"


def _named(names: Sequence[str], feedback: Feedback) -> str:
    """Names in a row: « accueil, adéquation et services en ligne »."""
    if len(names) < 2:
        return "".join(names)
    return feedback.sentences["names"].join(names[:-1]) + feedback.sentences["names_last"] + names[-1]


def _short(item: Judgement, rubric: Rubric) -> str:
    criterion = rubric.criterion(item.id)
    return criterion.short.lower() if criterion else item.id


def warnings(
    claims: Sequence[Claim],
    duties: Sequence[ObligationCheck],
    recited: Sequence[int],
    unread: bool,
    rubric: Rubric,
) -> tuple[str, ...]:
    """What a reader must know beside the levels."""
    feedback = rubric.feedback
    found = []
    wrong = [claim for claim in claims if claim.verdict == "wrong"]
    if wrong:
        found.append(feedback.say("warn_wrong", stated=wrong[0].stated, reference=wrong[0].reference or ""))
    broken = [duty for duty in duties if duty.status == "broken"]
    if broken:
        found.append(feedback.say("warn_broken", duty=broken[0].text))
    if recited:
        found.append(feedback.say("warn_recited", turn=str(recited[0])))
    if unread:
        found.append(feedback.say("warn_short"))
    return tuple(found)
