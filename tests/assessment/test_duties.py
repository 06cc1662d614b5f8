from server.adapters.content.library import FileLibrary
from tests.assessment.talk import judged


def status(library: FileLibrary, scenario: str, talk: str, duty: str, **more: str) -> str | None:
    found = judged(library, scenario, talk, **more).obligations
    return next((item.status for item in found if item.id == duty), None)


def test_every_duty_has_a_source_and_what_does_not_apply_comes_last(library: FileLibrary) -> None:
    found = judged(library, "REC-01", "C: Remboursez-moi.\nA: Je vous écoute.\nC: Bien.").obligations
    legal = [item for item in found if item.id.startswith("D-")]
    assert len(legal) > 8
    assert all(item.source for item in legal)
    applies = [item.status != "not_applicable" for item in found]
    assert applies == sorted(applies, reverse=True)


def test_a_product_never_spoken_of_raises_nothing(library: FileLibrary) -> None:
    silent = "C: Bonjour.\nA: Bonjour, asseyez-vous, qu'est-ce qui vous amène ?\nC: Mon découvert."
    spoken = silent + "\nA: Je vous propose aussi le LEP.\nC: Ah ?"
    assert status(library, "EC-01", silent, "C2") == "not_applicable"
    assert status(library, "EC-01", spoken, "C2") == "missing"


def test_withdrawal_is_raised_by_what_is_proposed(library: FileLibrary) -> None:
    talk = "C: J'ai besoin de 3 000 euros.\nA: Je vous propose le Prêt Projet, TAEG 5,39 %.\nC: Ah."
    told = talk + "\nA: Vous aurez quatorze jours pour vous rétracter.\nC: Bien."
    assert (
        status(library, "EC-04", "C: Bonjour.\nA: Bonjour.\nC: Alors ?", "D-RETRACTATION") == "not_applicable"
    )
    assert status(library, "EC-04", talk, "D-RETRACTATION") == "missing"
    assert status(library, "EC-04", told, "D-RETRACTATION") == "met"


def test_needs_are_collected_before_advice(library: FileLibrary) -> None:
    offer = "A: Je vous propose le Prêt Projet, TAEG 5,39 %.\nC: Ah."
    asks = "A: Qu'est-ce que vous voulez financer exactement ?\nC: Ma voiture."
    assert status(library, "EC-01", f"C: Bonjour.\n{offer}\n{asks}", "D-BESOINS") == "missing"
    assert status(library, "EC-01", f"C: Bonjour.\n{asks}\n{offer}", "D-BESOINS") == "met"


def test_complaint_deadlines_and_mediator(library: FileLibrary) -> None:
    talk = "C: C'est votre erreur.\nA: Vous aurez une réponse sous deux mois au plus.\nC: Bien."
    assert status(library, "REC-02", talk, "D-RECLAMATION-DELAIS") == "met"
    assert status(library, "REC-02", talk, "D-MEDIATEUR") == "missing"
    assert status(library, "EC-01", talk, "D-MEDIATEUR") == "not_applicable"


def test_identity_before_the_account_is_spoken_of(library: FileLibrary) -> None:
    data = "A: Je vois trois paiements sur votre compte, hier soir.\nC: Oui."
    checks = "A: Votre date de naissance, pour être sûre de parler à la bonne personne ?\nC: Le 3 mai."
    late = status(library, "REC-01", f"C: Bonjour.\n{data}\n{checks}", "D-IDENTITE", channel="phone")
    early = status(library, "REC-01", f"C: Bonjour.\n{checks}\n{data}", "D-IDENTITE", channel="phone")
    here = status(library, "REC-01", f"C: Bonjour.\n{data}", "D-IDENTITE", channel="in_person")
    assert (late, early, here) == ("missing", "met", "not_applicable")


def test_a_broken_duty_is_told(library: FileLibrary) -> None:
    talk = "C: On m'a demandé le code par SMS.\nA: Et quel est votre code, justement ?\nC: Euh."
    assert status(library, "AC-02", talk, "D-CODES") == "broken"


def test_what_the_scenario_says_is_not_said_twice(library: FileLibrary) -> None:
    found = judged(library, "AC-01", "A: Bonjour.\nC: Bonjour.").obligations
    assert "D-OBJET-APPEL" not in {item.id for item in found}
