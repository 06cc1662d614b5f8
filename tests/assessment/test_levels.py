"""The same moment of an interview, done badly and done well: the level follows what can be seen."""

import pytest

from server.adapters.content.library import FileLibrary
from tests.assessment.talk import criterion, judged, level

RECORD = {
    "mode_relation": "conseillère attitrée, deux points par an à distance",
    "canal": "messagerie de l'appli, jamais en service",
    "situation_familiale": "pacsée depuis juin",
    "logement": "locataire T3 depuis septembre",
    "evenement": "naissance avril 2027",
}
CALL = """
    C: Allô, oui ?
    A: Bonjour Madame Belkacem, je suis Camille Petit, votre conseillère à la Banque de l'Armoise.
       C'est un appel commercial, vous avez un moment ?
    C: Oui, j'ai dix minutes, je reprends à quatorze heures.
    A: Merci. Qu'est-ce qui a changé pour vous depuis notre dernier échange ?
    C: Eh bien je ne suis plus seule, on s'est pacsés en juin avec Yanis.
    A: Félicitations ! Et dans les mois qui viennent, comment voyez-vous la suite ?
    C: On attend un bébé pour avril, mais ce n'est pas officiel partout.
    A: Quelle belle nouvelle. Vous êtes toujours rue des Tilleuls ?
    C: Non, on a quitté le studio, on loue un T3 depuis septembre.
    A: Je résume et vous me corrigez : vous êtes pacsée depuis juin, vous attendez un bébé pour
       avril et vous louez un T3 depuis septembre. C'est bien cela ?
    C: Oui voilà, c'est exactement ça.
    A: Qu'attendez-vous de votre banque ?
    C: Quelqu'un d'attitré, à distance, et deux points par an, ça me suffit.
    A: C'est noté : je reste votre conseillère, deux points par an à distance. Comment préférez-vous
       que je vous joigne ?
    C: Écrivez-moi sur l'appli, le téléphone je le coupe en service.
    A: Je vous propose une visio pour l'assurance du T3 : plutôt mardi à 18 h ou jeudi à 19 h ?
    C: Mardi, ça me va.
    A: Mardi 1er décembre à 18 h en visio, je vous envoie le lien sur l'appli. Merci Madame Belkacem, à mardi.
"""
READING_A_FORM = """
    C: Allô, oui ?
    A: oui bonjour c'est la banque
    C: ah, ça faisait longtemps
    A: vous êtes célibataire
    C: plus du tout, on s'est pacsés en juin
    A: ah d'accord et l'adresse c'est rue des tilleuls
    C: non on a déménagé, il y a du changement d'ici avril
    A: d'accord très bien et le téléphone c'est bon
    C: si vous voulez
    A: ok merci bonne journée
"""


@pytest.mark.parametrize(
    ("criterion_id", "good", "poor"),
    [
        ("AC-MODE-RELATION", 2, 0),
        ("AC-CANAL", 2, 1),
        ("AC-DECOUVERTE", 2, 1),
        ("AC-QUESTIONNEMENT", 2, 0),
        ("AC-REFORMULATION", 3, 1),
    ],
)
def test_a_courtesy_call(library: FileLibrary, criterion_id: str, good: int, poor: int) -> None:
    best = level(library, "AC-01", criterion_id, CALL, channel="phone", client_record=RECORD)
    worst = level(library, "AC-01", criterion_id, READING_A_FORM, channel="phone", client_record={})
    assert best is not None
    assert worst is not None
    assert best >= good
    assert worst <= poor


def test_the_word_of_the_client_must_be_in_the_record(library: FileLibrary) -> None:
    noted = level(library, "AC-01", "AC-CANAL", CALL, channel="phone", client_record=RECORD)
    forgotten = level(
        library, "AC-01", "AC-CANAL", CALL, channel="phone", client_record={**RECORD, "canal": "e-mail"}
    )
    assert noted == 2
    assert forgotten == 1


OPENING = "A: Bonjour Madame Caron, je suis Sam Roy, conseiller ici. Vous venez pour votre découvert : je vous propose vingt minutes, d'abord vos questions, ensuite ce que je propose."
DESK = """
    C: Oui, bonjour. C'est ça, de deux cents à huit cents.
    A: À quoi vont servir ces huit cents euros ?
    C: C'est pour la caution de mon appart, mille quarante, je déménage le 1er février.
"""


def test_a_welcome_is_a_greeting_a_name_and_a_frame(library: FileLibrary) -> None:
    assert level(library, "EC-01", "EC1-ACCUEIL", OPENING + DESK) == 2
    assert level(library, "EC-01", "EC1-ACCUEIL", "A: Bonjour. Alors, ce découvert ?" + DESK) == 1
    assert level(library, "EC-01", "EC1-ACCUEIL", "A: Alors, le découvert. Combien ?" + DESK) == 0


def test_a_loan_that_the_savings_make_useless_is_unfit(library: FileLibrary) -> None:
    talk = (
        DESK
        + "A: Le mieux c'est un crédit conso de deux mille euros, je vous le propose.\n    C: Mais j'ai de l'argent sur mon livret…"
    )
    assert level(library, "EC-01", "EC1-ADEQUATION", "A: Bonjour." + talk) == 0


ANSWERED = """
    A: Bonjour Madame Ferrand, parlez-moi de votre projet.
    C: Je veux placer les 90 000 € de ma mère, sans risque.
    A: Je vous propose l'assurance vie, le fonds en euros, 2,60 % en 2025.
    C: L'assurance vie, c'est bloqué huit ans, tout le monde le sait.
"""


def test_an_objection_is_probed_answered_and_checked(library: FileLibrary) -> None:
    denied = ANSWERED + "A: Oui mais bon, c'est partout pareil.\n    C: Je n'en veux pas."
    treated = (
        ANSWERED
        + """
    A: C'est une vraie question. Qu'est-ce qui vous gêne, de ne plus pouvoir retirer ?
    C: Oui, si la toiture fuit, je fais comment ?
    A: Vous pouvez retirer à tout moment, en partie ou en totalité ; les huit ans ne concernent que
       l'impôt sur les gains. Ai-je répondu à votre crainte ?
    C: Ah oui, dit comme cela, ça me va.
"""
    )
    assert level(library, "EC-03", "EC2-OBJECTIONS", treated) == 2
    assert (level(library, "EC-03", "EC2-OBJECTIONS", denied) or 0) <= 1


def test_no_objection_is_no_opportunity_never_zero(library: FileLibrary) -> None:
    talk = """
    A: Bonjour Madame Ferrand, je suis Sam Roy. Qu'attendez-vous de cette somme ?
    C: La placer, tranquillement.
    A: Très bien, je vous envoie un document.
    C: Merci beaucoup, au revoir.
"""
    item = criterion(judged(library, "EC-03", talk), "EC2-OBJECTIONS")
    assert item.level is None
    assert item.unscored == "no_opportunity"
    assert item.reason


FRAUD = """
    C: On m'a volé douze cents euros hier soir et votre plateforme dit que c'est ma faute !
"""


def test_a_reproach_is_not_empathy(library: FileLibrary) -> None:
    kind = (
        FRAUD
        + """
    A: Bonjour Madame. Racontez-moi depuis le début, je ne vous interromps pas.
    C: Un monsieur du service fraude m'a appelée avec votre numéro, j'ai eu si peur.
    A: Vous avez eu peur, et ensuite on vous a fait honte : je vous présente les excuses de la banque.
    C: Merci. Merci de me croire.
"""
    )
    harsh = (
        FRAUD
        + """
    A: Calmez-vous. Vous avez validé, il ne fallait pas cliquer.
    C: Vous êtes comme l'autre !
    A: C'est un peu irresponsable, quand même.
    C: Je raccroche.
"""
    )
    assert level(library, "REC-01", "REC-EMPATHIE", kind, channel="phone") == 3
    assert level(library, "REC-01", "REC-EMPATHIE", harsh, channel="phone") == 0


def test_a_secret_code_accepted_is_zero(library: FileLibrary) -> None:
    start = "C: Mon virement bug, je vous envoie mon code d'accès et vous le faites ?\n"
    refused = (
        start
        + "A: Bonjour Madame Perrin, merci pour votre message. Gardez votre code pour vous : aucun conseiller ne le demande, il est personnel. Le nom ne correspond pas au compte, ce sont les signes d'une arnaque : n'envoyez rien. Si vous l'avez tapé ailleurs, changez votre code dans l'appli, rubrique Sécurité."
    )
    accepted = start + "A: Oui, vous pouvez me transmettre votre code par retour, je procéderai à la saisie."
    assert level(library, "ECR-01", "ECR-SECURITE", accepted, channel="chat") == 0
    assert (level(library, "ECR-01", "ECR-SECURITE", refused, channel="chat") or 0) >= 2


def test_a_familiar_tone_is_not_the_register_of_the_bank(library: FileLibrary) -> None:
    start = "C: Coucou, mon virement est bloqué 🙂\n"
    familiar = (
        start
        + "A: Coucou toi, t'inquiète, je regarde 😉\n    C: ok\n    A: Tu peux essayer ce soir, à toute !"
    )
    proper = (
        start
        + "A: Bonjour Madame Perrin, merci pour votre message. Je comprends que cette attente soit désagréable. Pouvez-vous me dire à qui ce virement est destiné ? Bien cordialement, Sam Roy"
    )
    assert level(library, "ECR-01", "ECR-REGISTRE", familiar, channel="chat") == 0
    assert (level(library, "ECR-01", "ECR-REGISTRE", proper, channel="chat") or 0) >= 2
