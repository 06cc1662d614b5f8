"""What the analysis knows of French sales talk, as data: patterns, themes, jargon, codebook, weights.

Read from ``lexicons/`` and ``rubrics/codebook.yaml`` by an adapter; a trainer can extend the files.
Not the lines of the client (``lexicons/lines.yaml``), which belong to the voice.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import ConfigDict, Field

from server.domain.model import Model

Family = Literal["advisor", "blunder", "client"]


class Counter(Model):
    """An utterance that looks like an act and is another one."""

    text: str = Field(description="L'énoncé")
    instead: str = Field(description="Le bon code, ou AUTRE")


class ActDefinition(Model):
    """One code of the codebook: what counts, where it stops, examples."""

    code: str = Field(pattern=r"^[A-Z][A-Z-]+$", description="Code de l'acte")
    family: Family = Field(description="advisor, blunder (maladresse) ou client")
    definition: str = Field(description="Ce que c'est")
    limit: str = Field(default="", description="Où cela s'arrête")
    examples: tuple[str, ...] = Field(default=(), description="Exemples")
    counter_examples: tuple[Counter, ...] = Field(default=(), description="Contre-exemples avec le bon code")


class Codebook(Model):
    """``codebook/1``: the acts that the product can name."""

    format: Literal["codebook/1"] = Field(alias="schema", description="Version du format")
    rules: tuple[str, ...] = Field(description="Règles générales de lecture")
    acts: tuple[ActDefinition, ...]

    def act(self, code: str) -> ActDefinition | None:
        """The definition of a code, or None."""
        return next((a for a in self.acts if a.code == code), None)


class ActPattern(Model):
    """Wordings that make an act. Filled conditions add up; the phrases of a list are alternatives.

    ``says`` is the loose phrase language (words in any order, a few apart). ``wording`` wants the words
    in order and adjacent, « … » standing for up to five words. ``starts`` is a wording at the head of the
    segment, once small words (« alors », « euh », « et ») are skipped.
    """

    act: str = Field(description="Code de l'acte")
    says: tuple[str, ...] = Field(default=(), description="Mots présents, ordre libre")
    wording: tuple[str, ...] = Field(default=(), description="Mots dans l'ordre, « … » pour quelques mots")
    starts: tuple[str, ...] = Field(default=(), description="Début du segment")
    unless: tuple[str, ...] = Field(default=(), description="Sauf si le segment contient (mots dans l'ordre)")
    question: bool | None = Field(default=None, description="Le segment est (ou n'est pas) une question")
    before: tuple[str, ...] = Field(default=(), description="Le client vient de dire")
    most_words: int | None = Field(default=None, description="Nombre de mots maximal du segment")
    first_turn: bool = Field(
        default=False, description="Seulement dans les deux premiers tours du conseiller"
    )
    confidence: float = Field(default=0.8, ge=0, le=1, description="Force de l'indice, 0 à 1")
    attributes: dict[str, str] = Field(default_factory=dict, description="Attributs de l'annexe B")


class ActPatterns(Model):
    """``lexicons/acts.yaml``."""

    advisor: tuple[ActPattern, ...]
    client: tuple[ActPattern, ...]


class SegmentMarkers(Model):
    """``lexicons/segments.yaml``: where a turn is cut when nobody wrote the punctuation."""

    courtesies: tuple[str, ...] = Field(description="Politesses de tête, ôtées avant de lire la suite")
    fillers: tuple[str, ...] = Field(description="Petits mots sautés en tête de segment")
    acknowledgements: tuple[str, ...] = Field(description="Mots d'accusé de réception : seuls, aucun acte")
    abbreviations: tuple[str, ...] = Field(description="Abréviations dont le point ne finit rien")
    hesitations: tuple[str, ...] = Field(description="Mots qui, seuls, ne disent rien")
    splits: tuple[str, ...] = Field(description="Un nouveau segment commence ici, ponctué ou non")
    soft_splits: tuple[str, ...] = Field(description="… seulement dans une longue suite sans ponctuation")
    questions: tuple[str, ...] = Field(description="Tournures qui font une question où qu'elles soient")
    question_starts: tuple[str, ...] = Field(description="Débuts de segment qui font une question")
    either: str = Field(description="Le mot qui oppose deux réponses")
    options: tuple[str, ...] = Field(description="Mots qui, après lui, font une vraie seconde réponse")
    open_starts: tuple[str, ...] = Field(description="Débuts d'une question qui appelle un récit")
    spoken_ends: tuple[str, ...] = Field(description="Fins qui font une question, quand rien n'est ponctué")
    open_words: tuple[str, ...] = Field(description="Mots d'une question qui appelle un récit")
    closed_words: tuple[str, ...] = Field(description="… une donnée unique")
    polar_words: tuple[str, ...] = Field(description="… oui ou non")
    tag_words: tuple[str, ...] = Field(description="Queue de question, en fin de segment")
    spoken_starts: tuple[str, ...] = Field(
        description="Débuts qui font une question en fin de tour, quand rien n'est ponctué"
    )
    invitations: tuple[str, ...] = Field(description="Invitations à raconter, sans forme de question")
    statements: tuple[str, ...] = Field(description="Débuts qui ne sont jamais des questions")


class Theme(Model):
    """What a question can be about."""

    id: str = Field(description="Identifiant, vocabulaire des faits cachés")
    label: str = Field(description="Libellé français")
    says: tuple[str, ...] = Field(description="Indices d'une question sur ce thème")
    near: tuple[str, ...] = Field(default=(), description="Thèmes voisins, souvent dits l'un pour l'autre")


class Themes(Model):
    """``lexicons/themes.yaml``."""

    themes: tuple[Theme, ...]


class TwoMeanings(Model):
    """A quick spelling that is also a word: it is spelled out only before some words."""

    means: str = Field(description="En toutes lettres")
    before: tuple[str, ...] = Field(description="Seulement devant l'un de ces mots")


class Spelling(Model):
    """``lexicons/spelling.yaml``: how people type when they are in a hurry."""

    words: dict[str, str] = Field(description="Écriture rapide → en toutes lettres, sans accents")
    ambiguous: dict[str, TwoMeanings] = Field(description="Écritures à deux sens")
    glued: dict[str, str] = Field(description="Lettres collées au mot suivant → mot")
    glue_consonants: dict[str, str] = Field(description="… seulement devant ces consonnes")


class Fields(Model):
    """``lexicons/fields.yaml``: words by subject, whatever the word chosen."""

    fields: dict[str, tuple[str, ...]] = Field(description="Champ → mots")


class Frame(Model):
    """``lexicons/frame.yaml``: words that say how one speaks, not of what."""

    frame: tuple[str, ...] = Field(description="Mots de charpente, plusieurs par ligne")

    @property
    def words(self) -> frozenset[str]:
        """Every word, apart."""
        return frozenset(word for line in self.frame for word in line.split())


class JargonTerm(Model):
    """A term of the trade that a client may not know."""

    term: str = Field(description="Le terme")
    says: tuple[str, ...] = Field(description="Formes dites")
    plain: str = Field(description="En clair")
    explained: tuple[str, ...] = Field(default=(), description="Mots qui montrent qu'on l'explique")


class Jargon(Model):
    """``lexicons/jargon.yaml``."""

    explains: tuple[str, ...] = Field(description="Tournures d'explication, valables pour tout terme")
    terms: tuple[JargonTerm, ...]


class InputKinds(Model):
    """``lexicons/inputs.yaml``: what a turn can be besides an answer to the client."""

    injection: tuple[str, ...]
    rude: tuple[str, ...]
    off_topic: tuple[str, ...]
    repeat: tuple[str, ...]
    about_me: tuple[str, ...]


class Restating(Model):
    """``lexicons/restatement.yaml``: how one takes back what was said."""

    openers: tuple[str, ...] = Field(description="Annonces d'une reformulation")
    summaries: tuple[str, ...] = Field(description="Annonces d'une synthèse")
    checks: tuple[str, ...] = Field(description="Demandes de validation")
    consents: tuple[str, ...] = Field(description="Demandes d'accord qui n'interrogent sur rien")
    so: tuple[str, ...] = Field(description="Mots de tête d'une reprise")
    own: tuple[str, ...] = Field(description="Mots qui disent que l'on parle de soi")
    stopwords: tuple[str, ...] = Field(description="Mots qui ne comptent pas comme repris")
    numbers: dict[str, int] = Field(description="Nombres en lettres")


@dataclass(frozen=True, eq=False)
class LinearModel:
    """One-vs-rest logistic regression: rows are features, columns are labels. Trained by ``training``."""

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    thresholds: NDArray[np.float32]

    @cached_property
    def least(self) -> dict[str, float]:
        """The score each label needs."""
        return dict(zip(self.labels, self.thresholds.tolist(), strict=True))


@dataclass(frozen=True, slots=True, eq=False)
class TreeModel:
    """Boosted complete trees over yes/no flags. ``splits`` names the flag of each inner node, ``leaves`` the
    values; the flag past the vocabulary is never there. Trained by ``training``.
    """

    vocabulary: dict[str, int]
    splits: NDArray[np.int64]
    leaves: NDArray[np.float64]
    base: float
    threshold: float


class Lexicon(Model):
    """Everything above, loaded once."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True
    )

    codebook: Codebook
    patterns: ActPatterns
    markers: SegmentMarkers
    themes: tuple[Theme, ...]
    fields: dict[str, tuple[str, ...]]
    spelling: Spelling
    frame: frozenset[str]
    jargon: Jargon
    inputs: InputKinds
    restating: Restating
    act_model: LinearModel | None = None
    theme_model: LinearModel | None = None
    fact_model: LinearModel | None = Field(default=None, description="Un label par fait livré")
    pair_model: TreeModel | None = Field(default=None, description="La question vise ce fait")

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: Any) -> bool:
        return self is other
