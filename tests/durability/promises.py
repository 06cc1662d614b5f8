"""The promises, checked on the log itself and on what every browser was shown."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from server.domain.events import AdvisorSaid, ClientSaid, MoveChosen, Recorded
from server.domain.public import public
from server.usecases.ports import EventStore
from tests.durability.learner import Learner


def broken_promises(store: EventStore, learners: Iterable[Learner]) -> list[str]:
    """Every promise that does not hold, in words; empty when all hold."""
    found: list[str] = []
    for learner in learners:
        log = store.read(learner.interview)
        faults = [*learner.broken, *_of_log(log), *_of_browser(log, learner)]
        found += [f"{learner.interview}: {fault}" for fault in faults]
    return found


def _of_log(log: list[Recorded]) -> list[str]:
    faults = []
    if [item.seq for item in log] != list(range(1, len(log) + 1)):
        faults.append("sequence with holes")
    ids = Counter(item.event.say_id for item in log if isinstance(item.event, AdvisorSaid))
    faults += [f"say {say_id} kept {count} times" for say_id, count in ids.items() if count > 1]
    turns = [item.event.turn for item in log if isinstance(item.event, AdvisorSaid | ClientSaid)]
    if turns != list(range(1, len(turns) + 1)):
        faults.append(f"turns {turns}")
    awaiting = 0
    for item in log:
        match item.event:
            case MoveChosen():
                awaiting += 1
            case ClientSaid():
                awaiting -= 1
        if awaiting not in (0, 1):
            faults.append(f"{awaiting} replies owed at event {item.seq}")
    if awaiting:
        faults.append("a reply is still owed")
    speakers = [item.event.kind for item in log if isinstance(item.event, AdvisorSaid | ClientSaid)]
    if any(one == two for one, two in pairwise(speakers)):
        faults.append("an advisor turn without exactly one client turn")
    if any(later.at < sooner.at for sooner, later in pairwise(log)):
        faults.append("time goes backwards")
    return faults


def _of_browser(log: list[Recorded], learner: Learner) -> list[str]:
    faults = []
    kept = {item.event.say_id: item for item in log if isinstance(item.event, AdvisorSaid)}
    for say_id, seq in learner.acked.items():
        if say_id not in kept or kept[say_id].seq != seq:
            faults.append(f"acked turn {say_id} lost")
    by_seq = {item.seq: public(item, "training") for item in log}
    for event in learner.shown:
        stored = by_seq.get(event["seq"])
        if stored is None or stored["kind"] != event["kind"]:
            faults.append(f"event {event['seq']} was shown and is not in the log")
        elif stored["data"].get("text") != event["data"].get("text"):
            faults.append(f"event {event['seq']} was shown with another text")
    return faults
