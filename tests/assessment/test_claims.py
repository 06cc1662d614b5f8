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
