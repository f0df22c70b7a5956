"""The form of the code stays what the models showed to be readable."""

from __future__ import annotations

import pytest

from bench import models
from bench.models import MODELS, PAGE, ROOMS, Function, cycles, files, functions
from tests.support.part import ROOT

LONGEST = 60
REASON = "# long: "
"""What stands above a function that is longer, and after it why it cannot be parted."""


def _reasoned(one: Function) -> bool:
    path, line = one.where.split(" ")[0].split(":")
    above = (
        (ROOT / path).read_text(encoding="utf-8").splitlines()[max(int(line) - 4, 0) : int(line)]
    )
    return any(text.strip().startswith(REASON) for text in above)


def test_no_function_is_over_sixty_lines_without_a_reason_beside_it() -> None:
    """What does not fit a screen is not seen whole: part it, or write above it `# long: why`."""
    found = [one for path in files(*ROOMS, "bench", "tests") for one in functions(path)]
    long = [one.where for one in found if one.lines > LONGEST and not _reasoned(one)]

    assert [] == long


def test_no_modules_import_each_other() -> None:
    """Of two that do, none is understood, tested or moved without the other."""
    assert () == cycles(files(*ROOMS, "bench", "tests"))


def test_every_test_says_why() -> None:
    """Whoever breaks a test next year must know what it was for."""
    tests, told = models.told_tests()

    assert tests == told > 1_000


def test_a_cycle_is_found_wherever_its_imports_stand(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three modules in a ring, one import hidden in a function, and one that only looks on."""
    root = tmp_path_factory.mktemp("code")
    monkeypatch.setattr(models, "ROOT", root)
    texts = {
        "a": "from b import x",
        "b": "import c",
        "c": "def f():\n    from a import y",
        "d": "import a",
    }
    for name, text in texts.items():
        (root / f"{name}.py").write_text(text)

    assert (("a", "b", "c"),) == cycles(sorted(root.glob("*.py")))


def test_the_page_has_a_row_of_each_model_and_of_each_room() -> None:
    """The figures are written by `python -m bench.models --write`."""
    page = PAGE.read_text(encoding="utf-8")

    assert [] == [row for row in MODELS if row not in page]
    assert [] == [room for room in ("**the hub**", *ROOMS) if f"| {room} |" not in page]
