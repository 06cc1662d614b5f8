"""The seven steps of a sales interview, as acts show them (référentiel, B7)."""

from collections.abc import Iterable

from server.domain.analysis.acts import Reading

STEPS: dict[int, tuple[str, ...]] = {
    2: ("ACCUEIL", "PRESENTATION", "CADRAGE", "IDENTIFICATION"),
    3: ("Q-OUVERTE", "Q-FERMEE", "RELANCE", "REFORM-SIMPLE", "REFORM-SYNTHESE"),
    4: ("PROPOSITION", "ARG-CAB"),
    5: ("OBJ-ACCUEILLIR", "OBJ-CREUSER", "OBJ-REPONDRE", "OBJ-CONTROLER"),
    6: ("CONCLUSION", "PRISE-RDV", "RECOMMANDATION"),
    7: ("PRISE-DE-CONGE",),
}
PREPARATION = 1


def steps_done(readings: Iterable[Reading]) -> tuple[int, ...]:
    """Numbers of the steps seen so far; the preparation is always behind us."""
    seen = {act.act for reading in readings if reading.speaker == "advisor" for act in reading.acts}
    return (PREPARATION, *(step for step, acts in STEPS.items() if seen.intersection(acts)))
