from server.adapters.content.library import FileLibrary
from server.domain.assessment.hearing import phrase_lists
from server.domain.assessment.phrasebook import PhraseBook
from server.domain.phrases import find, sentences

TEXTS = [
    "Bonjour Madame Caron, je suis Sam Roy, conseillère à la Banque de l'Armoise.",
    "Je peux annuler jusqu'à soixante euros, au-delà c'est ma directrice. Je vous rappelle jeudi à dix heures.",
    "si je comprends bien vous avez payé deux fois et personne ne vous a rappelé c'est bien ça",
    "Le code est personnel : ne me l'envoyez jamais. Changez-le dans l'appli, rubrique Sécurité.",
]


def test_hears_exactly_what_the_phrase_language_says(library: FileLibrary) -> None:
    lists = [item for rubric in library.rubrics() for item in phrase_lists(rubric)]
    book = PhraseBook(lists)
    for text in TEXTS:
        groups = sentences(text)
        heard = book.listen(groups)
        for phrases in lists:
            wanted = any(find(phrase, group) for phrase in phrases for group in groups)
            assert bool(heard.get(phrases)) == wanted, (phrases[:3], text)


def test_places_are_those_of_the_words() -> None:
    text = "On active l'alerte de solde ?"
    heard = PhraseBook([("active* alerte",)]).listen(sentences(text))
    (start, end), *_ = heard[("active* alerte",)]
    assert text[start:end] == "active l'alerte"
