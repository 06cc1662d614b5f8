import pytest

from server.adapters.content.library import FileLibrary
from tests.assessment.talk import judged


def verdicts(library: FileLibrary, scenario: str, talk: str) -> list[tuple[str, str, str]]:
    return [(c.subject, c.kind, c.verdict) for c in judged(library, scenario, talk).claims]


def test_figures_are_read_against_the_catalogue(library: FileLibrary) -> None:
    talk = "A: Le LEP est à 2,50 %, dix mille euros maximum, si le revenu est sous vingt-trois mille vingt-huit euros.\nC: D'accord."
    found = verdicts(library, "EC-01", talk)
    assert ("P-LEP", "rate", "right") in found
    assert ("P-LEP", "cap", "right") in found
    assert ("P-LEP", "condition", "right") in found


def test_a_wrong_figure_is_told_with_the_right_one(library: FileLibrary) -> None:
    talk = "C: Et le LEP, il rapporte combien ?\nA: Le taux du LEP, c'est 4,20 %.\nC: Ah."
    claims = judged(library, "EC-01", talk).claims
    assert [(c.verdict, c.reference) for c in claims] == [("wrong", "2,50 % par an")]


def test_the_client_s_own_figures_are_never_wrong(library: FileLibrary) -> None:
    talk = """
    C: J'ai deux mille trois cents sur mon livret, il faut mille quarante de caution.
    A: Deux mille trois cents moins mille quarante, il vous reste mille deux cent soixante sur le
       Livret A, et votre loyer est de cinq cent vingt euros.
    C: Oui.
"""
    assert all(verdict != "wrong" for _, _, verdict in verdicts(library, "EC-01", talk))


def test_a_slip_put_right_at_once_is_no_error(library: FileLibrary) -> None:
    talk = (
        "A: Le taux du LEP c'est trois pour cent, euh non pardon, deux et demi pour cent.\nC: Ah, d'accord."
    )
    assert ("P-LEP", "rate", "wrong") not in verdicts(library, "EC-01", talk)


def test_rules_without_a_number(library: FileLibrary) -> None:
    talk = "A: L'assurance vie, votre argent est bloqué huit ans.\nC: Ah bon ?"
    assert ("P-VIE", "condition", "wrong") in verdicts(library, "EC-03", talk)
    right = (
        "A: L'assurance vie, vous pouvez retirer à tout moment ; ce n'est pas bloqué huit ans.\nC: Ah bon ?"
    )
    assert ("P-VIE", "condition", "right") in verdicts(library, "EC-03", right)
    assert ("P-VIE", "condition", "wrong") not in verdicts(library, "EC-03", right)


def test_an_error_caps_the_level_of_its_own_subject(library: FileLibrary) -> None:
    good = "A: Le LEP est à 2,50 %, dix mille euros au plus, sous 23 028 euros de revenu. Un studio, l'assurance habitation c'est 9,80 euros par mois, franchise 190 euros. Je vous donne la fiche d'information.\nC: D'accord."
    bad = good + "\nA: Et le taux du LEP est de 6 %, d'ailleurs.\nC: Ah ?"
    levels = [
        next(c for c in judged(library, "EC-01", talk).criteria if c.id == "EC1-MAITRISE")
        for talk in (good, bad)
    ]
    assert levels[0].level == 3
    assert (levels[1].level or 0) <= 1
    assert levels[1].capped


@pytest.mark.parametrize(
    ("scenario", "talk", "wanted"),
    [
        ("EC-01", "C: Et l'Essentielle ?\nA: C'est 4,90 € par an.\nC: Ah.", "wrong"),
        ("AC-03", "C: L'Internationale ?\nA: Elle est à 3,75 € par mois.\nC: Ah.", "right"),
        ("EC-03", "C: Le Livret A ?\nA: Le Livret A est plafonné à 12 000 €.\nC: Ah.", "wrong"),
        ("EC-02", "C: Sur vingt ans ?\nA: Trois zéro cinq euh non, trois quinze.\nC: Ah.", "right"),
        ("EC-02", "C: Sur vingt ans ?\nA: Le taux sur vingt ans est de 2,95 %.\nC: Ah.", "wrong"),
        ("REC-01", "C: Le médiateur ?\nA: Le médiateur coûte trente euros.\nC: Ah.", "wrong"),
        ("ECR-01", "C: Depuis quand ?\nA: Le contrôle du nom et de l'IBAN existe depuis le 9 octobre 2025.\nC: Ah.", "right"),
    ],
)  # fmt: skip
def test_periods_products_terms_and_laws(library: FileLibrary, scenario: str, talk: str, wanted: str) -> None:
    found = {verdict for _, _, verdict in verdicts(library, scenario, talk)}
    assert found == {wanted}


@pytest.mark.parametrize(
    "talk",
    [
        "C: C'est 3 % ?\nA: Non, le LEP n'est pas à 3 %.\nC: Ah.",
        "C: Mon autre banque prend 200 €.\nA: Chez eux, la carte est à 180 € par an.\nC: Oui.",
        "C: J'ai 2 300 € de côté.\nA: Sur le LEP, vos 2 300 € rapporteraient 57,50 € par an.\nC: Ah.",
        "C: Une remise ?\nA: Cela baisse de 5 € par mois votre formule Premium.\nC: Ah.",
        "C: Et l'an dernier ?\nA: Le Livret A était à 2,40 %.\nC: Ah.",
        "C: On se voit quand ?\nA: Le 12 décembre à 18 h, pour l'assurance habitation.\nC: Oui.",
    ],
)
def test_what_is_not_asserted_is_not_wrong(library: FileLibrary, talk: str) -> None:
    assert all(verdict != "wrong" for _, _, verdict in verdicts(library, "EC-01", talk))


def test_a_slip_towards_a_wrong_figure_is_wrong(library: FileLibrary) -> None:
    talk = "C: Le LEP ?\nA: deux et demi euh non attendez je dis des bêtises c'est trois pour cent le lep\nC: Ah."
    claims = [c for c in judged(library, "AC-03", talk).claims if c.verdict == "wrong"]
    assert [c.stated for c in claims] == ["trois pour cent"]


def test_a_price_on_quote_cannot_be_checked(library: FileLibrary) -> None:
    talk = "C: Et ma Clio ?\nA: Pour votre Clio, l'assurance auto est à 63,40 € par mois.\nC: Ah."
    assert verdicts(library, "EC-04", talk) == [("P-AUTO", "price", "unverifiable")]


def test_a_figure_waved_at_is_vague(library: FileLibrary) -> None:
    talk = "C: Et le crédit ?\nA: Je vous propose le Prêt Projet, avec un bon taux.\nC: Ah."
    assert ("P-PROJET", "rate", "vague") in verdicts(library, "EC-01", talk)


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        ("A: Ma délégation s'arrête à 60 euros.", "right"),
        ("A: Ma délégation s'arrête à 40 euros.", "wrong"),
        ("A: Je vous annule les 88 euros de frais tout de suite.", "wrong"),
        ("A: Je n'ai aucune délégation sur la fraude, même pas un euro.", None),
    ],
)
def test_delegations(library: FileLibrary, talk: str, wanted: str | None) -> None:
    found = verdicts(library, "REC-02", f"C: Et mes frais ?\n{talk}\nC: Ah.")
    told = [verdict for subject, _, verdict in found if subject.startswith("delegation:")]
    assert told == ([wanted] if wanted else [])
