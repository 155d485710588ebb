"""The rules of the house that a machine can check: who imports whom, how long a file is, what a module is called."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("factcheck", "sources")
MAX_LINES = 400
INTERFACES = ("views", "admin", "tasks", "commands")
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}


def modules() -> Iterator[tuple[str, Path]]:
    """Yield every module of ours as (dotted name, path), migrations left out."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                yield name.removesuffix(".__init__"), path


def imports(path: Path) -> set[str]:
    """Return the dotted names that a module imports, those inside functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def ours(names: set[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] in PACKAGES}


MODULES = dict(modules())


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith("factcheck.core")])
def test_core_imports_nobody_here(name: str) -> None:
    assert not {n for n in ours(imports(MODULES[name])) if not n.startswith("factcheck.core")}


@pytest.mark.parametrize("name", [n for n in MODULES if n.startswith("sources.attribution")])
def test_the_attribution_engine_is_pure(name: str) -> None:
    found = imports(MODULES[name])
    assert not {n for n in found if n.split(".")[0] in {"django", "rest_framework", "celery", "elasticsearch"}}
    assert not {n for n in ours(found) if not n.startswith("sources.attribution")}


ROOMS_OF_INTERFACES = ("factcheck.api", "factcheck.console")
SERVICES = [
    name
    for name in MODULES
    if {"services", "selectors"} & set(name.split(".")) and not name.startswith(ROOMS_OF_INTERFACES)
]


@pytest.mark.parametrize("name", SERVICES)
def test_services_import_no_interface(name: str) -> None:
    found = ours(imports(MODULES[name]))
    assert not {n for n in found if n.startswith(ROOMS_OF_INTERFACES)}
    assert not {n for n in found if any(part in INTERFACES for part in n.split("."))}


@pytest.mark.parametrize("name", [n for n in MODULES if n.split(".")[-1] == "models" or ".models." in n])
def test_models_import_no_service(name: str) -> None:
    assert not {n for n in ours(imports(MODULES[name])) if "services" in n.split(".")}


def test_no_module_is_longer_than_the_limit() -> None:
    tests = ((str(p), p) for folder in ("tests", "benchmarks") for p in (ROOT / folder).rglob("*.py"))
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in [*MODULES.items(), *tests]}
    assert not {name: length for name, length in lengths.items() if length > MAX_LINES}


def test_no_module_hides_behind_a_name_that_says_nothing() -> None:
    assert not [path for path in MODULES.values() if path.name in FORBIDDEN_NAMES]


def test_signals_carry_no_business_logic() -> None:
    assert not {name for name, path in MODULES.items() if "django.db.models.signals" in imports(path)}
