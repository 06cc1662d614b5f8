"""A scenario: who the client is, what they hide, what resolves their objections. Pure data, no behaviour.

Phrases (``says``, ``cues``, ``anchors``) share one small language that a trainer can write: words in lower
case, accents optional, ``*`` for a free ending (« demenag* »). All the words of a phrase must be present in
the same sentence, in any order, a few words apart; the phrases of a list are alternatives.
"""

from typing import Literal

from pydantic import Field

from server.domain.model import Model
from server.domain.transcript import Channel

Access = Literal["spontaneous", "easy", "medium", "hard", "only_if_asked"]
Difficulty = Literal["facile", "moyen", "difficile"]
Nature = Literal["true", "false", "pretext"]
Step = Literal["acknowledge", "probe", "answer", "check"]
Signal = Literal[
    "permission_asked",
    "true_restatement",
    "false_restatement",
    "offer_before_question",
    "closed_burst",
    "term_explained",
    "long_turn",
    "let_talk",
    "offer_fit",
    "offer_unfit",
    "repeated_question",
    "demand_ignored",
]


class Persona(Model):
    """The person played. Everything here may be known by the client, not by the advisor."""

    first_name: str = Field(description="Prénom")
    last_name: str = Field(description="Nom")
    title: Literal["Madame", "Monsieur"] = Field(description="Civilité")
    age: str = Field(description="Âge")
    occupation: str = Field(description="Profession")
    household: str = Field(description="Foyer")
    income: str = Field(description="Revenus mensuels du foyer")
    charges: str = Field(description="Charges")
    holdings: str = Field(description="Avoirs à la banque")
    elsewhere: str = Field(description="Avoirs ailleurs")


class FileEntry(Model):
    """A line of the bank's file as the advisor sees it; it can be wrong or blank."""

    section: str = Field(description="Rubrique de la fiche")
    label: str = Field(description="Libellé")
    value: str = Field(default="", description="Valeur ; vide : « non renseigné »")


class Opening(Model):
    """How the interview starts."""

    first: Literal["advisor", "client"] = Field(description="Qui parle en premier")
    stage: str = Field(description="Didascalie d'ouverture, sans rien révéler")
    lines: tuple[str, ...] = Field(default=(), description="Premières répliques si le client commence")


class Demand(Model):
    """What the client openly came for; it comes back if ignored."""

    text: str = Field(description="La demande, en une phrase ; « Aucune » possible pour un appel sortant")
    present: bool = Field(default=True, description="Faux si le client n'a rien demandé")
    says: tuple[str, ...] = Field(default=(), description="Phrases du conseiller qui traitent la demande")
    products: tuple[str, ...] = Field(default=(), description="Produits qui y répondent")
    lines: tuple[str, ...] = Field(default=(), description="Façons de la dire")
    reminders: tuple[str, ...] = Field(default=(), description="Façons d'y revenir quand on l'oublie")
    points: tuple["DemandPoint", ...] = Field(default=(), description="Plusieurs demandes dans un message")


class DemandPoint(Model):
    """One of several requests of a written message."""

    id: str = Field(description="Identifiant, P1…")
    text: str = Field(description="La demande")
    says: tuple[str, ...] = Field(description="Phrases du conseiller qui la traitent")
    reminders: tuple[str, ...] = Field(description="Relances du client si elle est oubliée")


class Correction(Model):
    """A wrong belief of the advisor and how the client puts it right."""

    says: tuple[str, ...] = Field(description="Ce que dit le conseiller quand il se trompe")
    unless: tuple[str, ...] = Field(default=(), description="… sauf si la même phrase contient")
    line: str = Field(description="La rectification du client, avec la vraie valeur")


class Fact(Model):
    """Something the client keeps until the right question: theme, access and trust all count."""

    id: str = Field(pattern=r"^F\d+$", description="Identifiant, F1…")
    theme: str = Field(description="Thème (voir lexicons/themes.yaml)")
    key: str = Field(description="Ce qui y mène, pour le formateur")
    access: Access = Field(description="spontaneous, easy, medium, hard ou only_if_asked")
    threshold: int = Field(default=0, ge=0, le=100, description="Confiance nécessaire")
    cues: tuple[str, ...] = Field(default=(), description="Phrases qui montrent que la question vise ce fait")
    brought_by: tuple[str, ...] = Field(
        default=(), description="Phrases du conseiller qui l'amènent aussi, sans question"
    )
    brought_by_acts: tuple[str, ...] = Field(
        default=(), description="Actes qui l'amènent aussi, sans question (EMPATHIE…)"
    )
    questions: tuple[str, ...] = Field(min_length=3, description="Exemples de questions qui y mènent")
    line: str = Field(description="Ce que dit le client")
    variants: tuple[str, ...] = Field(min_length=1, description="Autres façons de le dire, mêmes valeurs")
    guarded: tuple[str, ...] = Field(default=(), description="Réponses évasives quand la confiance manque")
    recap: str = Field(description="Le fait en une proposition : « elle s'est pacsée en juin »")
    anchors: tuple[str, ...] = Field(min_length=1, description="Mots qui, repris, montrent qu'on l'a entendu")
    corrections: tuple[Correction, ...] = Field(default=(), description="Mauvaises reprises du fait")
    prompts: tuple[str, ...] = Field(default=(), description="Meilleure question à proposer dans le débrief")


class Topic(Model):
    """Something the client tells freely when asked; not hidden, not judged."""

    id: str = Field(pattern=r"^K\d+$", description="Identifiant, K1…")
    theme: str = Field(description="Thème")
    cues: tuple[str, ...] = Field(min_length=1, description="Phrases qui visent ce sujet")
    line: str = Field(description="Ce que dit le client")
    variants: tuple[str, ...] = Field(default=(), description="Autres façons de le dire")


class LatentNeed(Model):
    """A need the client does not ask for, that a professional can deduce."""

    id: str = Field(pattern=r"^N\d+$", description="Identifiant, N1…")
    text: str = Field(description="Le besoin")
    facts: tuple[str, ...] = Field(default=(), description="Faits qui le révèlent")
    products: tuple[str, ...] = Field(default=(), description="Produits qui y répondent")
    says: tuple[str, ...] = Field(default=(), description="Mots qui nomment ce besoin")


class MoodRule(Model):
    """What raises or lowers trust. Any condition of each filled list; filled lists add up."""

    why: str = Field(description="La règle en français, montrée dans la trace")
    delta: int = Field(ge=-40, le=40, description="Points de confiance")
    acts: tuple[str, ...] = Field(default=(), description="Un de ces actes du conseiller")
    says: tuple[str, ...] = Field(default=(), description="Une de ces phrases")
    signals: tuple[Signal, ...] = Field(default=(), description="Un de ces signaux")
    after_fact: str | None = Field(default=None, description="Seulement une fois ce fait révélé")
    times: int = Field(default=2, ge=1, description="Nombre de fois où la règle peut jouer")
    leaves: bool = Field(default=False, description="Met fin à l'entretien")


class Mood(Model):
    """Where the client starts and what moves them."""

    start: int = Field(ge=0, le=100, description="Confiance de départ")
    label: str = Field(description="Humeur, pour la préparation du formateur")
    patience: int = Field(
        default=30, ge=4, description="Tours du conseiller avant que le client presse la fin"
    )
    rules: tuple[MoodRule, ...]


class Trigger(Model):
    """When an objection comes. Any filled list suffices, once ``after_turn`` has passed."""

    products: tuple[str, ...] = Field(default=(), description="Un de ces produits est évoqué ou proposé")
    says: tuple[str, ...] = Field(default=(), description="Le conseiller dit une de ces phrases")
    acts: tuple[str, ...] = Field(default=(), description="Un de ces actes")
    facts: tuple[str, ...] = Field(default=(), description="Un de ces faits est révélé")
    after_turn: int = Field(default=2, ge=1, description="Pas avant ce tour du conseiller")
    otherwise_after: int | None = Field(default=None, description="De lui-même à ce tour du conseiller")


class Objection(Model):
    """A brake: what it sounds like, what it hides, what resolves it."""

    id: str = Field(pattern=r"^O\d+$", description="Identifiant, O1…")
    text: str = Field(description="L'objection")
    variants: tuple[str, ...] = Field(default=(), description="Autres façons de la dire")
    nature: Nature = Field(description="true (fondée), false (malentendu) ou pretext (cache autre chose)")
    cause: str = Field(description="Ce qu'il y a derrière")
    resolves: str = Field(description="Ce qui la lève, pour le formateur")
    insists: str = Field(description="Ce qui la fait durer, pour le formateur")
    trigger: Trigger
    answers: tuple[str, ...] = Field(description="Phrases d'une réponse liée à la cause ; une suffit")
    needs: tuple[Step, ...] = Field(default=("answer",), description="Temps exigés pour la lever")
    wrong: tuple[str, ...] = Field(default=(), description="Phrases qui font insister")
    wrong_acts: tuple[str, ...] = Field(default=("M-PRESSION",), description="Actes qui font insister")
    cause_lines: tuple[str, ...] = Field(min_length=1, description="Ce que dit le client quand on creuse")
    insist_lines: tuple[str, ...] = Field(min_length=2, description="Façons d'insister")
    resolved_lines: tuple[str, ...] = Field(min_length=2, description="Façons de l'abandonner")
    better: str = Field(description="Une bonne réponse, mot pour mot, pour le débrief")


class Offer(Model):
    """A product that suits this client, and why."""

    product: str = Field(description="Identifiant du catalogue")
    why: str = Field(description="Pourquoi il convient")
    condition: str = Field(default="", description="À quelle condition")
    needs: tuple[str, ...] = Field(
        default=(), description="Faits ou besoins qui doivent être découverts (F…, N…)"
    )
    says: tuple[str, ...] = Field(default=(), description="Précise la variante ; vide : toutes")
    accept: tuple[str, ...] = Field(min_length=1, description="Le client accepte")
    consider: tuple[str, ...] = Field(
        min_length=1, description="Le client attend qu'on relie l'offre à son besoin"
    )


class UnfitOffer(Model):
    """A product that does not suit this client."""

    product: str = Field(description="Identifiant du catalogue")
    why: str = Field(description="Pourquoi il ne convient pas")
    says: tuple[str, ...] = Field(default=(), description="Précise la variante ; vide : toutes")
    refuse: tuple[str, ...] = Field(min_length=1, description="Le client refuse, avec sa raison")


class Exit(Model):
    """A way the client walks out."""

    id: str = Field(pattern=r"^E\d+$", description="Identifiant, E1…")
    text: str = Field(description="Ce qui le fait partir, pour le formateur")
    trust_below: int | None = Field(default=None, description="Confiance sous ce seuil")
    acts: tuple[str, ...] = Field(default=(), description="Ces actes du conseiller, chacun compte")
    says: tuple[str, ...] = Field(default=(), description="Ces phrases, chacune compte")
    after_fact: str | None = Field(default=None, description="Une fois ce fait révélé")
    count: int = Field(default=1, ge=1, description="Nombre de fois")
    after_turn: int | None = Field(default=None, description="Au plus tôt à ce tour du conseiller")
    lines: tuple[str, ...] = Field(min_length=1, description="Dernières paroles")


class Success(Model):
    """What a good ending is for this client."""

    text: str = Field(description="La conclusion réussie")
    acts: tuple[str, ...] = Field(description="Actes qui concluent (PRISE-RDV, CONCLUSION, ESCALADE…)")
    facts: int = Field(default=2, description="Faits à avoir découverts")
    trust: int = Field(default=45, description="Confiance à la fin")
    lines: tuple[str, ...] = Field(min_length=2, description="Le client est satisfait")
    postponed: tuple[str, ...] = Field(min_length=2, description="Le client remet à plus tard")


class RecordField(Model):
    """A field of the client record that the advisor fills."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Identifiant du champ")
    label: str = Field(description="Libellé affiché")
    expected: str = Field(description="Contenu attendu")
    facts: tuple[str, ...] = Field(default=(), description="Faits qui le remplissent")
    from_file: bool = Field(default=False, description="Le contenu est déjà dans la fiche visible")
    from_outcome: bool = Field(
        default=False, description="Le contenu vient de ce qui est décidé à l'entretien"
    )
    needs: tuple[tuple[str, ...], ...] = Field(
        description="Groupes de phrases : chaque groupe doit se retrouver pour que le champ soit juste"
    )


class Obligation(Model):
    """A duty this situation raises."""

    id: str = Field(pattern=r"^C\d+$", description="Identifiant, C1…")
    text: str = Field(description="L'obligation")
    source: str = Field(default="", description="Article ou règle")
    says: tuple[str, ...] = Field(default=(), description="Phrases qui la remplissent")
    acts: tuple[str, ...] = Field(default=(), description="Actes qui la remplissent")
    breaks: tuple[str, ...] = Field(default=(), description="Phrases qui la violent")


class Style(Model):
    """How the client speaks."""

    register_: str = Field(alias="register", description="Registre, en quelques mots")
    voice: Literal["courant", "familier", "soutenu", "ecrit"] = Field(
        description="Jeu de répliques communes à employer en complément (lexicons/lines.yaml)"
    )
    signature: tuple[str, ...] = Field(
        min_length=3, description="Répliques qui le caractérisent, sans situation"
    )
    lines: dict[str, tuple[str, ...]] = Field(
        description="Répliques par situation (voir lexicons/lines.yaml pour la liste)"
    )


class Scenario(Model):
    """One client, one situation, one rubric."""

    format: Literal["scenario/1"] = Field(alias="schema", description="Version du format")
    id: str = Field(pattern=r"^[A-Z]{2,4}-\d{2,3}$", description="Identifiant, AC-01…")
    title: str = Field(description="Titre, comme une carte de rendez-vous")
    rubric: str = Field(description="Grille : identifiant d'un fichier de rubrics/")
    criteria: tuple[str, ...] = Field(description="Critères de la grille que ce scénario observe")
    difficulty: Difficulty
    minutes: int = Field(ge=1, le=120, description="Durée prévue")
    preparation_minutes: int = Field(default=20, ge=0, le=120, description="Temps de préparation")
    channel: Channel
    direction: Literal["incoming", "outgoing", "desk", "written"] = Field(description="Sens du contact")
    place: str = Field(description="Lieu et moment")
    objective: str = Field(description="Ce qu'on attend du conseiller, montré à la préparation")
    persona: Persona
    file: tuple[FileEntry, ...]
    reason: str = Field(default="", description="Motif du rendez-vous, tel que noté")
    opening: Opening
    demand: Demand
    needs: tuple[LatentNeed, ...]
    drives: str = Field(description="Mobiles d'achat (SONCASE) et indices, pour le formateur")
    facts: tuple[Fact, ...] = Field(min_length=1)
    topics: tuple[Topic, ...] = ()
    corrections: tuple[Correction, ...] = ()
    style: Style
    mood: Mood
    objections: tuple[Objection, ...]
    offers: tuple[Offer, ...]
    unfit: tuple[UnfitOffer, ...]
    success: Success
    exits: tuple[Exit, ...] = Field(min_length=1)
    record: tuple[RecordField, ...]
    obligations: tuple[Obligation, ...] = ()

    def fact(self, fact_id: str) -> Fact | None:
        """The hidden fact of that id, or None."""
        return next((f for f in self.facts if f.id == fact_id), None)

    def objection(self, objection_id: str) -> Objection | None:
        """The objection of that id, or None."""
        return next((o for o in self.objections if o.id == objection_id), None)
