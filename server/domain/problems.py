"""What is wrong in a content file, where, and how to mend it."""

from dataclasses import dataclass

from server.domain.errors import ContentError

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in a document, placed by its path in the data. ``why`` and ``mend`` are French."""

    path: FieldPath
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault placed in a file: what ``entretien check`` prints."""

    file: str
    line: int
    field: str
    why: str
    mend: str

    def sentence(self) -> str:
        """One line for a person: file:line, field, why, how to mend."""
        where = f"{self.file}:{self.line}" + (f", champ « {self.field} »" if self.field else "")
        return f"{where} : {self.why} {self.mend}"


class BadContent(ContentError):
    """A file that cannot be used; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(problem.sentence() for problem in problems))
        self.problems = problems


def dotted(path: FieldPath) -> str:
    """A path as a person reads it: ``facts[2].access``."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
