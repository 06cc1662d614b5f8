"""From acts and the client's own log to levels, each proven by quoted lines. Front page: ``assess``."""

from server.domain.assessment.assess import assess

__all__ = ["assess"]
