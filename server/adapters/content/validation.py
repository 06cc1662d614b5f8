"""From a YAML source to a typed value, with every schema fault told in French."""

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from server.adapters.content.yaml_source import Source
from server.domain.problems import BadContent, FieldPath, Problem

M = TypeVar("M", bound=BaseModel)


def parse(source: Source, model: type[M]) -> M:
    """Validate a document. Raises BadContent with one problem per fault."""
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        raise BadContent(tuple(_problem(source, fault) for fault in error.errors())) from error


def _problem(source: Source, fault: Any) -> Problem:
    path: FieldPath = tuple(fault["loc"])
    why, mend = explain(fault, str(path[-1]) if path else "")
    return source.problem(path, why, mend)


def explain(fault: Any, key: str) -> tuple[str, str]:
    """A Pydantic fault in French: why, and how to mend."""
    kind, context, given = fault["type"], fault.get("ctx", {}), fault.get("input")
    if kind == "missing":
        return f"« {key} » manque.", "Ajoutez ce champ."
    if kind == "extra_forbidden":
        return f"« {key} » n'est pas un champ connu.", "Corrigez l'orthographe ou retirez-le."
    if kind == "literal_error":
        return f"« {given} » n'est pas permis.", f"Choisissez parmi : {context.get('expected', '')}."
    if kind in ("int_parsing", "int_type", "float_parsing", "float_type", "int_from_float"):
        return f"« {given} » n'est pas un nombre.", "Écrivez un nombre, sans guillemets ni unité."
    if kind in ("greater_than_equal", "less_than_equal"):
        limit = context.get("ge", context.get("le"))
        word = "au moins" if "ge" in context else "au plus"
        return f"{given} est hors des bornes.", f"Donnez {word} {limit}."
    if kind == "string_pattern_mismatch":
        return f"« {given} » n'a pas la forme attendue.", f"Suivez le modèle {context.get('pattern')}."
    if kind in ("string_type", "string_too_short"):
        return "un texte est attendu ici.", "Mettez le texte entre guillemets doubles."
    if kind == "bool_parsing" or kind == "bool_type":
        return f"« {given} » n'est ni vrai ni faux.", "Écrivez true ou false."
    if kind in ("tuple_type", "list_type"):
        return (
            "une liste est attendue ici.",
            "Écrivez les valeurs entre crochets ou une par ligne avec un tiret.",
        )
    if kind == "too_short":
        least, found = context.get("min_length"), context.get("actual_length")
        return f"{found} élément(s), il en faut au moins {least}.", "Complétez la liste."
    if kind in ("model_type", "dict_type", "mapping_type"):
        return "un bloc « clé: valeur » est attendu ici.", "Écrivez des clés indentées."
    if kind == "value_error":
        return f"{str(context.get('error', fault['msg'])).rstrip('.')}.", "Corrigez cette valeur."
    return f"valeur refusée ({kind}).", "Comparez avec un fichier livré."
