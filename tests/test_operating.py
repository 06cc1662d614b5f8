"""What an operator is told is true: the variables exist, the page exists, the file can be read."""

import re
from pathlib import Path

import yaml

from server.settings import read_settings

VARIABLE = re.compile(r"ENTRETIEN_[A-Z_]+")


def known(root: Path) -> set[str]:
    return set(VARIABLE.findall((root / "server" / "settings.py").read_text(encoding="utf-8")))


def test_every_variable_told_is_read(root: Path) -> None:
    for name in ("compose.yaml", "README.md", "docs/taille.md"):
        told = set(VARIABLE.findall((root / name).read_text(encoding="utf-8")))
        assert told <= known(root), name


def test_every_connection_setting_is_told(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert "ENTRETIEN_REDIS_URL" in readme
    assert "docs/taille.md" in readme
    assert (root / "docs" / "taille.md").exists()


def test_the_compose_file_runs_several_with_one_log(root: Path) -> None:
    services = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))["services"]
    settings = read_settings(dict(services["app"]["environment"]))
    assert settings.database_url.startswith("postgresql+psycopg://")
    assert settings.redis_url == "redis://redis:6379/0"
    assert services["app"]["deploy"]["replicas"] >= 2
