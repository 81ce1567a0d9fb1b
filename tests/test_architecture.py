"""The rules of the house that a machine can check. The import rules themselves stand in pyproject.toml (import-linter)."""

import ast
import re
import subprocess
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for folder in ("pipeline", "assets", "sample_ministry") for p in (ROOT / folder).rglob("*.py"))
ALL_PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))]


def test_import_rules() -> None:
    result = subprocess.run(
        [ROOT / ".venv/bin/lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout


def test_files_are_readable_in_one_sitting() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in ALL_PYTHON}
    assert {str(path): n for path, n in lengths.items() if n > 400} == {}
    assert median(n for path, n in lengths.items() if n > 3) <= 130


def test_a_function_lives_where_its_noun_lives() -> None:
    assert [path for path in ALL_PYTHON if path.stem in ("utils", "helpers", "util", "common", "misc")] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_s_first_line_says_what_belongs_in_it(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path} has no docstring"


def test_only_the_clock_asks_for_the_time() -> None:
    asking = re.compile(r"\b(datetime\.(now|today|utcnow)|date\.today|time\.(time|monotonic|sleep|perf_counter))\(")
    found = [p for p in SOURCES if p != ROOT / "pipeline/clock.py" and asking.search(p.read_text("utf-8"))]
    assert found == []


def test_the_lock_file_pins_hashes_and_names_no_host() -> None:
    for name in ("lock.txt", "uv.txt"):
        text = (ROOT / "requirements" / name).read_text("utf-8")
        assert "://" not in text
        pins = re.findall(r"^[a-z0-9][\w.\-]*==", text, re.MULTILINE)
        assert pins
        assert text.count("--hash=sha256:") >= len(pins)


def test_telemetry_is_off() -> None:
    assert re.search(r"telemetry:\s+enabled: false", (ROOT / "dagster.yaml").read_text("utf-8"))
