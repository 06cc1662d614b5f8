"""Safe JSON from any file: bounded, and every fault told in one French line that names the file."""

import json
from pathlib import Path
from typing import Any

from server.domain.errors import BadInput

MAX_BYTES = 5_000_000


def read_json(path: Path) -> Any:
    """Read one document. Raises BadInput naming the file, and the line where there is one."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise BadInput(f"{path} : fichier introuvable ou illisible. Vérifiez le chemin.") from error
    if len(raw) > MAX_BYTES:
        raise BadInput(f"{path} : plus de {MAX_BYTES // 1_000_000} Mo. Découpez le fichier.")
    try:
        return json.loads(raw)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} : le texte n'est pas en UTF-8. Réenregistrez-le en UTF-8.") from error
    except json.JSONDecodeError as error:
        raise BadInput(
            f"{path}:{error.lineno} : JSON illisible ({error.msg}). Vérifiez virgules et guillemets."
        ) from error
    except RecursionError as error:
        raise BadInput(f"{path} : JSON trop imbriqué. Aplatissez-le.") from error
