"""Before the first learner: the content is read and its tables are made, so that nobody waits for them."""

import logging

from server.domain.client.director import opening_state
from server.domain.exchange import Stage, exchange
from server.domain.transcript import Turn
from server.usecases.content import as_frozen
from server.usecases.ports import Engine

log = logging.getLogger(__name__)


def rehearse(engine: Engine) -> None:
    """One sentence to every client, kept nowhere. Raises BadContent when a file is wrong."""
    library = engine.library
    for shipped in library.scenarios():
        scenario = as_frozen(shipped)
        stage = Stage(scenario, library.catalogue, library.lexicon, library.client_defaults)
        exchange(stage, (), (), opening_state(scenario), Turn(n=1, speaker="advisor", text=scenario.title))
    log.info("content: %d scenarios, %d rubrics", len(library.scenarios()), len(library.rubrics()))
