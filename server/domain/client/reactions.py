"""Small answers: which situation of the voice an advisor's act calls for when nothing weightier happens."""

from server.domain.analysis.acts import Reading
from server.domain.client.state import ClientState
from server.domain.scenario import Scenario

# In order of weight: a slip is felt before a courtesy is returned.
SLIPS = (
    ("M-SECRET", "leak_third_party"),
    ("M-JUGEMENT", "judgement"),
    ("M-PRESSION", "pressure"),
    ("M-PROMESSE", "promise_doubt"),
    ("M-MONOLOGUE", "monologue"),
    ("Q-ORIENTEE", "leading"),
)
COURTESIES = (
    ("EXCUSES", "apology_taken"),
    ("EMPATHIE", "empathy_touched"),
    ("ESCALADE", "escalation_heard"),
    ("DELEGATION", "delegation_heard"),
    ("IDENTIFICATION", "identity_given"),
    ("RECOMMANDATION", "recommendation_yes"),
    ("OBJ-CONTROLER", "yes"),
    ("VALIDATION", "yes"),
    ("CONCLUSION", "conclusion_yes"),
    ("SERVICES-EN-LIGNE", "online_ok"),
    ("CONFORMITE", "compliance_ok"),
    ("CADRAGE", "permission_given"),
    ("PRESENTATION", "greet_back"),
    ("ACCUEIL", "greet_back"),
    ("EXPLICATION", "acknowledge"),
)
QUESTIONS = ("Q-OUVERTE", "Q-FERMEE", "Q-ALTERNATIVE", "Q-ORIENTEE", "RELANCE", "OBJ-CREUSER")
GREETING = "greet_back"


def slip(reading: Reading) -> str | None:
    """The situation of the gravest slip of this turn, if any."""
    return next((situation for code, situation in SLIPS if reading.has(code)), None)


def courtesy(state: ClientState, reading: Reading, scenario: Scenario) -> str | None:
    """The situation of a courtesy or of information received, if any."""
    for code, situation in COURTESIES:
        if not reading.has(code):
            continue
        if situation == GREETING:
            if state.advisor_turns > 0:
                continue
            return "pick_up" if scenario.direction == "outgoing" else GREETING
        return situation
    return None


def questioned(reading: Reading) -> bool:
    """Whether the turn expects an answer."""
    return reading.has(*QUESTIONS)
