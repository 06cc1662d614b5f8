"""A played interview with its judgement, from the real content: what the presenters are given."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from server.adapters.content.library import FileLibrary
from server.domain.analysis import read_transcript
from server.domain.analysis.acts import Reading
from server.domain.assessment.model import Assessment, Engine, Evidence, Judgement, Missed, Priority, Score
from server.domain.client.move import Move
from server.domain.exchange import Stage
from server.domain.rubric import Rubric, WeightedCriterion
from server.domain.transcript import Transcript
from server.entrypoints.web.presenters import Attempt, colophon
from server.entrypoints.web.typography import FILTERS
from server.usecases.ports import VoiceStatus
from server.usecases.simulate import play_lines, transcript_of

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
LINES = (
    "Bonjour Madame Belkacem, Sam Roy, votre nouveau conseiller à l'Armoise. Je ne vous dérange pas ?",
    "Je vous appelle pour faire connaissance. Qu'est-ce qui a changé pour vous depuis notre dernier échange ?",
    "Donc vous êtes pacsée depuis juin, c'est bien cela ? Et votre adresse, rue des Tilleuls, elle est à jour ?",
    "Et dans les mois qui viennent, vous voyez quoi arriver ?",
    "Félicitations ! Et si vous deviez vous arrêter quelques mois, comment vous organiseriez-vous ?",
    "Comment préférez-vous qu'on vous joigne, et à quel moment surtout ne pas vous appeler ?",
    "Je vous propose notre assurance habitation, la MRH, à 12 € par mois, pour le T3.",
    "Vous l'avez prise quand, et pour quelle adresse ? Le contrat est peut-être resté sur le studio.",
    "Je vous propose un rendez-vous en visio, vingt minutes : mardi à dix-huit heures ou jeudi à neuf heures ?",
    "Mardi 1er décembre à dix-huit heures, c'est noté. Merci de votre temps, bonne journée !",
)
SHORTS = {
    "AC-MODE-RELATION": ("Mo", "Mode de relation", "le mode de relation avec le client est déterminé"),
    "AC-CANAL": ("Ca", "Canal", "le canal de communication est déterminé"),
    "AC-DECOUVERTE": ("Dc", "Découverte", "le client est défini (découverte)"),
    "AC-QUESTIONNEMENT": (
        "Qu",
        "Questionnement",
        "le questionnement est utilisé (questions ouvertes, fermées, alternatives...)",
    ),
    "AC-REFORMULATION": (
        "Re",
        "Reformulation",
        "l'écoute active est démontrée notamment par l'utilisation de la reformulation",
    ),
}
LADDER = ("rien d'observable", "supposé", "dit et noté", "relié à une suite")


@dataclass(frozen=True)
class Played:
    """One interview and everything that is known of it afterwards."""

    transcript: Transcript
    moves: tuple[Move, ...]
    readings: tuple[Reading, ...]
    assessment: Assessment


@cache
def library() -> FileLibrary:
    """The shipped content."""
    return FileLibrary(ROOT)


@cache
def rubric() -> Rubric:
    """The grid of the courtesy call, as small as pages need it."""
    criteria = tuple(
        WeightedCriterion.model_construct(
            id=key,
            sigle=sigle,
            short=short,
            official=True,
            wording=wording,
            derived_from="",
            levels=LADDER,
            weight=1,
        )
        for key, (sigle, short, wording) in SHORTS.items()
    )
    return Rubric.model_construct(
        id="appel-courtoisie", title="Appel de courtoisie", preparation_minutes=20, criteria=criteria
    )


@cache
def played() -> Played:
    """Ten lines said to Nadia, judged by hand."""
    content = library()
    scenario = content.scenario("AC-01")
    play = play_lines(Stage(scenario, content.catalogue, content.lexicon, content.client_defaults), LINES, 7)
    timed = transcript_of(play, "essai").model_dump(by_alias=True)
    timed["turns"] = [{**turn, "at": 14.0 * place} for place, turn in enumerate(timed["turns"])]
    timed["client_record"] = {"canal": "messagerie, jamais en service", "situation_familiale": "pacsée"}
    transcript = Transcript.model_validate(timed)
    readings = tuple(read_transcript(transcript, scenario, content.catalogue, content.lexicon))
    return Played(transcript, play.moves, readings, _assessment(transcript))


def _evidence(transcript: Transcript, turn: int, quote: str, polarity: str, why: str) -> dict[str, Any]:
    start = transcript.turn(turn).text.index(quote)
    return Evidence(
        turn=turn, start=start, end=start + len(quote), quote=quote, polarity=polarity, why=why
    ).model_dump()


def _assessment(transcript: Transcript) -> Assessment:
    plus, minus = "+", "-"
    judgements = [
        Judgement(
            id="AC-MODE-RELATION",
            level=None,
            unscored="no_opportunity",
            reason="Nadia n'en a rien dit.",
            confidence=0.9,
            rationale="Rien n'a été demandé sur ses attentes.",
        ),
        Judgement(
            id="AC-CANAL",
            level=2,
            confidence=0.8,
            rationale="Le canal est demandé avec sa contrainte.",
            next_step="Proposez un secours et recueillez son consentement.",
            evidence=(
                _evidence(
                    transcript, 11, "Comment préférez-vous qu'on vous joigne", plus, "Question sur le canal"
                ),
            ),
        ),
        Judgement(
            id="AC-DECOUVERTE",
            level=3,
            confidence=0.8,
            rationale="Quatre thèmes, un événement de vie.",
            evidence=(
                _evidence(
                    transcript,
                    3,
                    "Qu'est-ce qui a changé pour vous depuis notre dernier échange ?",
                    plus,
                    "La bonne question. Elle ouvre toute la suite de l'entretien.",
                ),
                _evidence(
                    transcript,
                    7,
                    "Et dans les mois qui viennent, vous voyez quoi arriver ?",
                    plus,
                    "Relance sur les projets",
                ),
            ),
        ),
        Judgement(
            id="AC-QUESTIONNEMENT",
            level=1,
            confidence=0.4,
            capped="Double question, tour 5.",
            rationale="Des questions ouvertes, mais deux à la fois.",
            next_step="Posez une question, puis taisez-vous.",
            evidence=(
                _evidence(transcript, 3, "a changé pour vous depuis", plus, "Ouverte"),
                _evidence(
                    transcript,
                    5,
                    "c'est bien cela ? Et votre adresse, rue des Tilleuls",
                    minus,
                    "Double question",
                ),
            ),
            missed=(
                Missed(
                    turn=14, why="Nadia dit que c'est réglé, sans détail", suggestion="C'est-à-dire, réglé ?"
                ),
            ),
        ),
        Judgement(
            id="AC-REFORMULATION",
            level=2,
            confidence=0.8,
            rationale="Une reformulation fidèle.",
            next_step="Faites une synthèse de deux faits et faites-la valider.",
            evidence=(
                _evidence(
                    transcript,
                    5,
                    "Donc vous êtes pacsée depuis juin, c'est bien cela ?",
                    plus,
                    "Fidèle, et validée par elle",
                ),
            ),
        ),
    ]
    quote = "à 12 € par mois"
    start = transcript.turn(13).text.index(quote)
    claims = [
        {
            "turn": 13,
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "subject": "P-MRH",
            "kind": "price",
            "stated": "12 € par mois",
            "verdict": "wrong",
            "reference": "T3 locataire : 16,40 € par mois",
        },
        {
            "turn": 17,
            "start": 0,
            "end": 2,
            "quote": "Je",
            "subject": "law:x",
            "kind": "delay",
            "stated": "vingt minutes",
            "verdict": "unverifiable",
            "reference": None,
        },
    ]
    double = "c'est bien cela ? Et votre adresse"
    begin = transcript.turn(5).text.index(double)
    priorities = [
        Priority(
            criterion="AC-QUESTIONNEMENT",
            turn=5,
            quote=double,
            start=begin,
            end=begin + len(double),
            title="Une question à la fois",
            why="Elle répond à la seconde et la première se perd.",
            better="Pacsée depuis juin, c'est bien cela ?",
        ),
        Priority(
            criterion="AC-DECOUVERTE",
            turn=13,
            quote=quote,
            start=start,
            end=start + len(quote),
            title="Vérifier un chiffre avant de le dire",
            why="Le T3 ne coûte pas ce prix.",
            better="Pour un T3, c'est 16,40 € par mois ; je vous montre la ligne ?",
        ),
    ]
    return Assessment.model_validate(
        {
            "schema": "assessment/1",
            "transcript": transcript.id,
            "scenario": "AC-01",
            "rubric": "appel-courtoisie",
            "engine": Engine(name="rules", version="1", rubric_hash="", scenario_hash=""),
            "acts": [],
            "criteria": [item.model_dump() for item in judgements],
            "claims": claims,
            "obligations": [
                {
                    "id": "C1",
                    "text": "annoncer identité, banque et but de l'appel",
                    "status": "met",
                    "turn": 1,
                    "source": "art. L221-16 du code de la consommation",
                },
                {"id": "C2", "text": "noter « naissance prévue » avec son accord", "status": "missing"},
            ],
            "priorities": [item.model_dump() for item in priorities],
            "summary": "Vous avez fait venir le bébé, le T3 et le canal. Mais vous posez deux questions d'un coup.",
            "score": Score(value=13.3, official_value=13.3),
            "warnings": [],
        }
    )


def attempts() -> tuple[Attempt, ...]:
    """Two judged attempts, the second replayed from the first, and one under way."""
    first = played().assessment
    weaker = first.model_copy(
        update={
            "criteria": tuple(
                item.model_copy(update={"level": 1}) if item.level == 2 else item for item in first.criteria
            ),
            "score": Score(value=9.3, official_value=9.3),
        }
    )
    return (
        Attempt(
            "i1", "AC-01", "training", NOW - timedelta(days=6), True, 18, weaker, facts_found=3, facts_total=6
        ),
        Attempt(
            "i2",
            "AC-01",
            "exam",
            NOW - timedelta(days=1),
            True,
            20,
            first,
            "i1",
            5,
            facts_found=5,
            facts_total=6,
        ),
        Attempt("i3", "AC-01", "training", NOW - timedelta(hours=1), False, 4),
    )


@cache
def environment() -> Environment:
    """Templates as the application renders them, refusing any unknown variable."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "web" / "templates"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters.update(FILTERS)
    return env


def render(name: str, view: object, theme: str | None = None) -> str:
    """One page."""
    foot = colophon(library().catalogue)
    return (
        environment()
        .get_template(name)
        .render(view=view, csrf="jeton", theme=theme, foot=foot, voice=VoiceStatus("embedded"))
    )
