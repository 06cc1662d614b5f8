"""One analysis of the conversation, shared by the director, the hints, the rubric engine and the agreement.

Public: ``read_turn`` and ``read_transcript`` give a ``Reading`` (acts with their quotes, themes, hidden facts
touched, products, restatements). Not a judgement: levels are computed elsewhere from these readings.
"""

from server.domain.analysis.acts import Act, Reading, Restated
from server.domain.analysis.read import read_transcript, read_turn

__all__ = ["Act", "Reading", "Restated", "read_transcript", "read_turn"]
