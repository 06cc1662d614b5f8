"""The base of every value that crosses a boundary: files, wire, event log."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A frozen record that refuses unknown keys; an editor's typo is an error, never silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
