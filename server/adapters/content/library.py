"""The content on disk, loaded and typed once. Files that cannot be used are told, not half-used."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from pydantic import ValidationError

from server.adapters.content.json_source import read_json
from server.adapters.content.lexicon_loader import load_lexicon
from server.adapters.content.rubric_loader import load_rubrics
from server.adapters.content.validation import parse
from server.adapters.content.yaml_source import read_yaml
from server.domain.catalogue import Catalogue
from server.domain.client.defaults import ClientDefaults
from server.domain.errors import BadInput, NotFound
from server.domain.hints import Hints
from server.domain.lexicon import Lexicon
from server.domain.probing.model import Learners
from server.domain.rubric import Rubric
from server.domain.scenario import Scenario
from server.domain.transcript import Transcript


class FileLibrary:
    """The ``Library`` port over the project's folders. Raises BadContent when a file is wrong."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @cached_property
    def catalogue(self) -> Catalogue:
        """The most recent dated catalogue."""
        path = sorted((self.root / "catalogue").glob("*.yaml"))[-1]
        return parse(read_yaml(path, f"catalogue/{path.name}"), Catalogue)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The lexicons and the small models."""
        return load_lexicon(self.root)

    @cached_property
    def client_defaults(self) -> ClientDefaults:
        """What every client shares."""
        return parse(
            read_yaml(self.root / "lexicons" / "client.yaml", "lexicons/client.yaml"), ClientDefaults
        )

    @cached_property
    def hints(self) -> Hints:
        """The hints of the training mode."""
        return parse(read_yaml(self.root / "lexicons" / "hints.yaml", "lexicons/hints.yaml"), Hints)

    @cached_property
    def learners(self) -> Learners:
        """The synthetic learners that prove a persona."""
        return parse(read_yaml(self.root / "lexicons" / "learners.yaml", "lexicons/learners.yaml"), Learners)

    @cached_property
    def _rubrics(self) -> dict[str, Rubric]:
        return load_rubrics(self.root / "rubrics")

    @cached_property
    def _scenarios(self) -> dict[str, Scenario]:
        paths = sorted((self.root / "scenarios").glob("*.yaml"))
        loaded = [load_scenario(path) for path in paths]
        return {scenario.id: scenario for scenario in loaded}

    def scenario(self, scenario_id: str) -> Scenario:
        """Raises NotFound."""
        if scenario_id not in self._scenarios:
            known = ", ".join(self._scenarios)
            raise NotFound(f"Le scénario « {scenario_id} » n'existe pas. Choisissez parmi : {known}.")
        return self._scenarios[scenario_id]

    def find_scenario(self, reference: str) -> Scenario:
        """A scenario by id, or by the path of a YAML file. Raises NotFound or BadContent."""
        if reference.endswith((".yaml", ".yml")) or "/" in reference:
            return load_scenario(Path(reference))
        return self.scenario(reference)

    def transcript_at(self, path: Path) -> Transcript:
        """A transcript from any file. Raises BadInput."""
        return load_transcript(path)

    def scenarios(self) -> Sequence[Scenario]:
        """Every scenario, in order of id."""
        return tuple(self._scenarios.values())

    def rubric(self, rubric_id: str) -> Rubric:
        """Raises NotFound."""
        if rubric_id not in self._rubrics:
            raise NotFound(
                f"La grille « {rubric_id} » n'existe pas. Choisissez parmi : {', '.join(self._rubrics)}."
            )
        return self._rubrics[rubric_id]

    def rubrics(self) -> Sequence[Rubric]:
        """Every rubric."""
        return tuple(self._rubrics.values())

    def samples(self) -> Sequence[Transcript]:
        """The shipped sample transcripts, in order of id."""
        return tuple(
            load_transcript(path) for path in sorted((self.root / "transcripts" / "samples").glob("*.json"))
        )


def load_scenario(path: Path) -> Scenario:
    """A scenario from any file. Raises BadContent."""
    return parse(
        read_yaml(path, f"{path.parent.name}/{path.name}" if path.parent.name else path.name), Scenario
    )


def load_transcript(path: Path) -> Transcript:
    """A ``transcript/1`` from any file. Raises BadInput naming the file, the line or the field."""
    try:
        return Transcript.model_validate(read_json(path))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(step) for step in fault["loc"]) or "turns"
        why = str(fault.get("ctx", {}).get("error", fault["msg"]))
        raise BadInput(
            f"{path}, champ « {where} » : {why}. Voyez « entretien schema transcript »."
        ) from error
