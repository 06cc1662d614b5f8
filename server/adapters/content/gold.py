"""A gold corpus on disk: ``transcripts/ID.json`` and ``annotations/ANNOTATOR/ID.json``."""

from pathlib import Path

from pydantic import ValidationError

from server.adapters.content.json_source import read_json
from server.adapters.content.library import load_transcript
from server.adapters.content.validation import explain
from server.domain.agreement.gold import Annotation, Gold, GoldItem
from server.domain.errors import BadInput
from server.domain.problems import dotted


def load_gold(folder: Path) -> Gold:
    """The corpus, whole: a missing or unreadable file is told, never skipped. Raises BadInput."""
    if not folder.is_dir():
        raise BadInput(f"{folder} : dossier introuvable. Vérifiez le chemin du corpus.")
    transcripts = _documents(folder / "transcripts")
    annotators = _annotators(folder / "annotations")
    items = tuple(_item(path, annotators) for path in transcripts)
    _refuse_twins(items)
    return Gold(folder.resolve().name, tuple(who.name for who in annotators), items)


def _documents(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadInput(f"{folder} : dossier introuvable. Un corpus a « transcripts » et « annotations ».")
    found = sorted(folder.glob("*.json"))
    if not found:
        raise BadInput(f"{folder} : aucun fichier .json. Mettez-y les transcripts, un par fichier.")
    return found


def _annotators(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BadInput(f"{folder} : dossier introuvable. Un corpus a « transcripts » et « annotations ».")
    found = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
    if not found:
        raise BadInput(f"{folder} : aucun annotateur. Mettez un dossier par annotateur, A et B par exemple.")
    return found


def _item(path: Path, annotators: list[Path]) -> GoldItem:
    transcript = load_transcript(path)
    annotations = {who.name: load_annotation(who / path.name, transcript.id) for who in annotators}
    return GoldItem(str(path), transcript, annotations)


def load_annotation(path: Path, transcript_id: str) -> Annotation:
    """One annotator's file on one transcript. Raises BadInput naming the file and the field."""
    if not path.exists():
        raise BadInput(
            f"{path} : annotation manquante. Chaque annotateur doit avoir lu chaque transcript du corpus."
        )
    try:
        annotation = Annotation.model_validate(read_json(path))
    except ValidationError as error:
        fault = error.errors()[0]
        where = tuple(fault["loc"])
        why, mend = explain(fault, str(where[-1]) if where else "")
        field = f", champ « {dotted(where)} »" if where else ""
        raise BadInput(f"{path}{field} : {why} {mend}") from error
    if annotation.transcript not in (None, transcript_id):
        raise BadInput(
            f"{path}, champ « transcript » : « {annotation.transcript} » au lieu de « {transcript_id} ». "
            "Corrigez l'identifiant ou le nom du fichier."
        )
    return annotation


def _refuse_twins(items: tuple[GoldItem, ...]) -> None:
    sources: dict[str, str] = {}
    for item in items:
        name = item.transcript.id
        if name in sources:
            raise BadInput(f"{item.source}, champ « id » : « {name} » est déjà celui de {sources[name]}.")
        sources[name] = item.source
