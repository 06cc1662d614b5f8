"""The language of the rubrics' rules: a check is a measure of the conversation held against a bound.

Data, not code: a trainer reads and edits these in ``rubrics/criteria/*.yaml``; ``docs/regles.md`` is their
manual. What a measure finds is computed in ``server.domain.assessment.measures``. Phrases use the language
of ``server.domain.phrases`` (lower case, accents optional, ``*`` for a free ending).
"""

from typing import Annotated, Literal

from pydantic import Field

from server.domain.model import Model
from server.domain.scenario import Access, Step
from server.domain.transcript import Channel, Speaker

Place = Literal[
    "anywhere", "opening", "early", "closing", "before_offer", "before_last_offer", "after_offer", "last"
]  # fmt: skip
Phrases = tuple[str, ...]


class Neighbour(Model):
    """Turns of the other person, around a moment."""

    acts: tuple[str, ...] = Field(default=(), description="Un de ces actes")
    says: Phrases = Field(default=(), description="Ou une de ces phrases")
    unless: Phrases = Field(default=(), description="Sauf si le tour dit une de ces phrases")
    within: int = Field(default=1, ge=1, le=20, description="Dans combien de tours de l'autre, au plus")


class Said(Model):
    """Moments of the conversation: acts, or whole turns when no act is named."""

    measure: Literal["said"]
    speaker: Speaker = Field(default="advisor", description="Qui parle")
    acts: tuple[str, ...] = Field(default=(), description="Un de ces actes ; vide : des tours entiers")
    themes: tuple[str, ...] = Field(default=(), description="La question vise un de ces thèmes")
    says: Phrases = Field(default=(), description="Dit une de ces phrases")
    also: Phrases = Field(default=(), description="Et une de celles-ci")
    unless: Phrases = Field(default=(), description="Sauf si la phrase citée dit une de celles-ci")
    scope: Literal["quote", "turn"] = Field(
        default="turn", description="Où « says » et « also » se cherchent"
    )
    attributes: dict[str, str] = Field(default_factory=dict, description="Attributs de l'acte exigés")
    place: Place = Field(default="anywhere", description="À quel endroit de l'entretien")
    answered: bool = Field(default=False, description="Le client y répond vraiment au tour suivant")
    reply_words: int = Field(default=0, ge=0, description="… et par au moins ce nombre de mots")
    grounded: bool = Field(default=False, description="Reprend des mots que le client a dits")
    reach: Literal["quote", "turn"] = Field(default="quote", description="Où « grounded » se cherche")
    dated: bool = Field(default=False, description="Avec un jour, une date ou une heure")
    faithful: bool = Field(default=False, description="Le client ne le rectifie pas aussitôt")
    validated: bool = Field(default=False, description="Le client l'approuve ou le corrige aussitôt")
    amended: bool = Field(
        default=False, description="Le client y ajoute quelque chose, que le conseiller reprend aussitôt"
    )
    unpriced: bool = Field(default=False, description="Le tour n'annonce ni prix ni taux d'un produit")
    figures: int = Field(default=0, ge=0, description="Au moins ce nombre de montants, taux ou durées")
    restates: int = Field(default=0, ge=0, description="Reprend au moins ce nombre d'éléments du client")
    after: Neighbour | None = Field(default=None, description="Le client vient de…")
    then: Neighbour | None = Field(default=None, description="Ensuite le client…")
    most_words: int | None = Field(default=None, description="Nombre de mots maximal de la citation")
    least_words: int | None = Field(default=None, description="Nombre de mots minimal de la citation")
    count: Literal["moments", "turns", "acts", "themes"] = Field(
        default="moments", description="Ce que l'on compte"
    )


class Ratio(Model):
    """Share of some moments among others, 0 to 1; 0 when there are none."""

    measure: Literal["ratio"]
    part: tuple[str, ...] = Field(description="Actes comptés")
    whole: tuple[str, ...] = Field(description="Actes parmi lesquels")
    least_words: int = Field(
        default=0,
        description="Les autres actes comptent à partir de ce nombre de mots : « Juste ? » ne compte pas",
    )


class Facts(Model):
    """Hidden facts of the scenario obtained by the advisor."""

    measure: Literal["facts"]
    themes: tuple[str, ...] = Field(default=(), description="De ces thèmes ; vide : tous")
    access: tuple[Access, ...] = Field(default=(), description="De ces accès ; vide : tous")
    asked: bool = Field(default=False, description="Seulement ceux qu'une question a fait venir")
    used: bool = Field(default=False, description="Seulement ceux que le conseiller reprend ensuite")
    before_offer: bool = Field(default=False, description="Avant la première proposition")
    count: Literal["facts", "themes"] = Field(default="facts", description="Faits ou thèmes distincts")


class Themes(Model):
    """Themes the client spoke of when the advisor asked."""

    measure: Literal["themes"]
    among: tuple[str, ...] = Field(default=(), description="Parmi ces thèmes ; vide : tous")
    before_offer: bool = Field(default=False, description="Avant la première proposition")


class Length(Model):
    """Words per advisor turn (a run of consecutive advisor turns is cut as spoken)."""

    measure: Literal["length"]
    value: Literal["mean", "longest", "client_share"] = Field(
        default="mean", description="Moyenne, plus long tour, ou part du client en % des mots"
    )


class Offers(Model):
    """Products proposed, judged against the scenario."""

    measure: Literal["offers"]
    kind: Literal["any", "fit", "unfit", "unknown", "fit_or_unknown", "discarded"] = "any"
    linked: bool = Field(default=False, description="Reliées à un besoin ou à un fait dit par le client")
    priced: bool = Field(default=False, description="Avec un chiffre")
    count: Literal["products", "turns"] = "products"


class Claims(Model):
    """Figures and conditions stated, against the dated catalogue."""

    measure: Literal["claims"]
    verdicts: tuple[Literal["right", "wrong", "vague", "unverifiable"], ...] = ("right",)
    kinds: tuple[str, ...] = Field(default=(), description="Natures : rate, price, cap… ; vide : toutes")
    uncorrected: bool = Field(default=False, description="Seulement ce que le conseiller n'a pas rectifié")


class Objections(Model):
    """Objections of the client, with what the advisor did about each."""

    measure: Literal["objections"]
    steps: tuple[Step, ...] = Field(default=(), description="Temps : acknowledge, probe, answer, check")
    client_moves: bool = Field(default=False, description="Le client se range ou se rassure ensuite")
    settled: bool = Field(
        default=False, description="Le conseiller vérifie sa réponse, ou le client se range"
    )
    unanswered: bool = Field(default=False, description="Aucun temps accompli")
    endorsed: bool = Field(
        default=False, description="Un malentendu du client que le conseiller confirme d'entrée"
    )


class Record(Model):
    """Fields of the client record filled by the advisor."""

    measure: Literal["record"]
    fields: tuple[str, ...] = Field(default=(), description="Ces champs ; vide : tous ceux du scénario")
    discovery: bool = Field(
        default=False,
        description="Seulement les champs que des faits cachés remplissent (hors canal et mode)",
    )
    state: Literal["right", "filled", "wrong", "absent"] = Field(
        default="right", description="Juste, rempli, faux ; absent : aucune fiche jointe"
    )
    share: bool = Field(default=False, description="En proportion des champs attendus, 0 à 1")


class Steps(Model):
    """Steps of the sales interview seen (référentiel B7), preparation included when it shows."""

    measure: Literal["steps"]
    ordered: bool = Field(default=False, description="Dans l'ordre : la plus longue suite croissante")
    among: tuple[int, ...] = Field(default=(), description="Seulement ces étapes, 1 à 7")


class Obligations(Model):
    """Duties this situation raises."""

    measure: Literal["obligations"]
    status: Literal["met", "missing", "broken"] = "met"


class Points(Model):
    """Requests of the client's message, when there are several."""

    measure: Literal["points"]
    state: Literal["answered", "missing"] = "answered"


class Jargon(Model):
    """Turns with a term of the trade left unexplained."""

    measure: Literal["jargon"]
    protested: bool = Field(default=False, description="Le client dit ne pas comprendre")


class Writing(Model):
    """Slips of writing: shouting capitals, emoji, familiar address."""

    measure: Literal["writing"]
    slip: Literal["capitals", "emoji", "familiar", "harsh_punctuation", "numbered", "path"]


Measure = Annotated[
    Said
    | Ratio
    | Facts
    | Themes
    | Length
    | Offers
    | Claims
    | Objections
    | Record
    | Steps
    | Obligations
    | Points
    | Jargon
    | Writing,
    Field(discriminator="measure"),
]


class Check(Model):
    """One small readable test: a measure, a bound, and what to say in both cases."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="Identifiant court, unique dans le critère")
    find: Measure = Field(description="Ce que l'on mesure")
    at_least: float = Field(default=1, description="Tient à partir de cette valeur")
    at_most: float | None = Field(default=None, description="… et jusqu'à celle-ci")
    polarity: Literal["+", "-"] = Field(default="+", description="Ce que dit une citation trouvée")
    holds: str = Field(description="En français, quand il tient : « deux questions ouvertes »")
    fails: str = Field(default="", description="En français, quand il ne tient pas")
    cites: bool = Field(default=True, description="Ses citations peuvent prouver un niveau")
    channels: tuple[Channel, ...] = Field(default=(), description="Seulement dans ces canaux ; vide : tous")


class Condition(Model):
    """A combination of checks. Filled parts add up."""

    all: tuple["Term", ...] = Field(default=(), description="Tous")
    any: tuple["Term", ...] = Field(default=(), description="Au moins un")
    none: tuple["Term", ...] = Field(default=(), description="Aucun")
    at_least: int | None = Field(default=None, ge=1, description="Au moins ce nombre…")
    of: tuple["Term", ...] = Field(default=(), description="… parmi ceux-ci")
    level: int | None = Field(default=None, ge=1, le=2, description="La condition de ce niveau tient aussi")


Term = str | Condition


class Cap(Model):
    """A grave fault: the level cannot pass a ceiling."""

    when: Term = Field(description="Vérification ou condition")
    level: int = Field(default=1, ge=0, le=2, description="Plafond")
    why: str = Field(description="La faute, en clair")


class Ladder(Model):
    """Conditions of the levels; the highest that holds is the level, else 0."""

    one: Condition
    two: Condition
    three: Condition


Occasion = Literal[
    "fact",  # a hidden fact never obtained
    "objection",  # an objection left without one of its steps
    "restatement",  # a client's fact never taken back
    "offer",  # an offer without its link, or that does not suit
    "claim",  # a figure wrong or vague
    "jargon",  # a term left unexplained
    "obligation",  # a duty missed
    "point",  # a request forgotten
    "check",  # a failed check: the criterion's own example is the suggestion
]


class MissedRule(Model):
    """Which occasions not taken this criterion shows, and where the better line comes from."""

    occasion: Occasion
    check: str = Field(default="", description="Seulement si cette vérification ne tient pas")
    themes: tuple[str, ...] = Field(default=(), description="Pour « fact » : de ces thèmes")
    at: Literal["opening", "closing", "first_offer", "emotion", "request", "anywhere"] = Field(
        default="anywhere", description="Pour « check » : où l'on aurait pu le dire"
    )
    why: str = Field(description="Ce qui a manqué ; {client} reprend les mots du client")
    suggestion: str = Field(default="", description="Phrase à dire, si le scénario n'en fournit pas")
