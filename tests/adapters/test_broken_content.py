"""Every broken file gives its own message, with a line and a way to mend."""

from pathlib import Path

import pytest
import yaml

from server.adapters.content.checker import check

DATA = Path(__file__).parent.parent / "data"
EXPECTED: dict[str, str] = yaml.safe_load((DATA / "broken.expected.yaml").read_text(encoding="utf-8"))


def test_every_broken_file_is_expected() -> None:
    assert {path.stem for path in (DATA / "broken").glob("*.yaml")} == set(EXPECTED)
    assert len(EXPECTED) >= 25


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_broken_file_tells_why(name: str, root: Path) -> None:
    _, problems = check(root, [DATA / "broken" / f"{name}.yaml"])
    said = [problem.sentence() for problem in problems]
    assert any(EXPECTED[name] in sentence for sentence in said), said
    for problem in problems:
        assert problem.line >= 1
        assert problem.mend


def test_the_unbroken_original_has_no_problem(root: Path) -> None:
    _, problems = check(root, [DATA / "minimal.yaml"])
    assert [problem.sentence() for problem in problems] == []


def test_all_that_is_shipped_passes(root: Path) -> None:
    files, problems = check(root, [])
    assert [problem.sentence() for problem in problems] == []
    assert len(files) >= 12
