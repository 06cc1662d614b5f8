"""The content an interview was opened with, as it was that day, whatever happened to the files since."""

import hashlib
import json
from functools import lru_cache

from pydantic import BaseModel

from server.domain.exchange import Stage
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.usecases.ports import Engine, Header

HASHES_KEPT = 256
_hashes: dict[int, tuple[BaseModel, str]] = {}


def body_of(content: BaseModel) -> str:
    """Canonical JSON of a content: same content, same bytes."""
    return json.dumps(content.model_dump(mode="json", by_alias=True), ensure_ascii=False, sort_keys=True)


def hash_of(content: BaseModel) -> str:
    """SHA-256 of the canonical JSON. A content never changes once read: it is written out once."""
    known = _hashes.get(id(content))
    if known is None or known[0] is not content:
        if len(_hashes) >= HASHES_KEPT:
            _hashes.clear()
        known = (content, hashlib.sha256(body_of(content).encode()).hexdigest())
        _hashes[id(content)] = known
    return known[1]


@lru_cache(maxsize=256)
def _scenario(body: str) -> Scenario:
    return Scenario.model_validate_json(body)


@lru_cache(maxsize=64)
def _rubric(body: str) -> Rubric:
    return Rubric.model_validate_json(body)


def as_frozen(scenario: Scenario) -> Scenario:
    """The very object that an interview opened today is played with."""
    return _scenario(body_of(scenario))


def scenario_of(engine: Engine, header: Header) -> Scenario:
    """The scenario this interview plays."""
    return _scenario(engine.store.frozen(header.scenario_hash))


def rubric_of(engine: Engine, header: Header) -> Rubric:
    """The rubric this interview is read with."""
    return _rubric(engine.store.frozen(header.rubric_hash))


def stage_of(engine: Engine, header: Header) -> Stage:
    """What this interview is played with."""
    library = engine.library
    return Stage(scenario_of(engine, header), library.catalogue, library.lexicon, library.client_defaults)
