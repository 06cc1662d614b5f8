"""What FastAPI hands to a route."""

from fastapi import Request

from server.entrypoints.web.identity import Person
from server.entrypoints.web.services import Services


def services_of(request: Request) -> Services:
    """The services wired at start."""
    services: Services = request.app.state.services
    return services


def current_person(request: Request) -> Person:
    """The person of this request, named by the cookie middleware."""
    person: Person = request.state.person
    return person
