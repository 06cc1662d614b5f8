"""The import rule: entrypoints → usecases → domain, adapters → domain; only bootstrap meets both sides."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVER = Path(__file__).parent.parent / "server"
FILES = sorted(SERVER.rglob("*.py"))
IMPURE = {
    "asyncio", "datetime", "fastapi", "httpx", "openai", "os", "pathlib", "random", "secrets", "sqlalchemy",
    "sqlmodel", "starlette", "time", "uuid", "websockets", "yaml", "logging", "socket", "threading",
}  # fmt: skip
ALLOWED = {
    "domain": {"domain"},
    "usecases": {"domain", "usecases"},
    "adapters": {"domain", "usecases.ports", "adapters"},
    "entrypoints": {"domain", "usecases", "entrypoints", "bootstrap", "settings"},
}
MAX_LINES = 500


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {path}"
            if node.module == "server":
                yield from (f"server.{name.name}" for name in node.names)
            else:
                yield node.module or ""


def house_of(path: Path) -> str:
    parts = path.relative_to(SERVER).parts
    return parts[0] if len(parts) > 1 else path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SERVER)))
def test_imports_run_one_way(path: Path) -> None:
    allowed = ALLOWED.get(house_of(path))
    if allowed is None:
        return
    for name in imports(path):
        if name.startswith("server.") and name != "server.__version__":
            inner = name.removeprefix("server.")
            assert any(inner == room or inner.startswith(room + ".") for room in allowed), (
                f"{path} imports {name}"
            )


@pytest.mark.parametrize("path", sorted((SERVER / "domain").rglob("*.py")), ids=lambda p: p.stem)
def test_domain_is_pure(path: Path) -> None:
    for name in imports(path):
        assert name.split(".")[0] not in IMPURE, f"{path} imports {name}"
    assert not any(
        isinstance(node, ast.AsyncFunctionDef | ast.Await) for node in ast.walk(ast.parse(path.read_text()))
    )


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SERVER)))
def test_files_fit_a_head(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_LINES
