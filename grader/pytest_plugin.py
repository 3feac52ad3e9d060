"""The public checks under plain `pytest`, in a student's own folder: `test_public.py` beside `<folder>.py` or `.ipynb`.

How it works: when such a `test_public.py` is collected, a zygote is started, so that it imports torch while this process
does; the fixture `student` loads the answer in a child of it. A check that fails shows its sentence instead of a traceback.
Every pytest run on a machine with this package loads this module, so it imports nothing until it meets such a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from grader.desk import Desk
    from grader.sandbox.launch import Zygote

PUBLIC_CHECKS = "test_public.py"


class Desks:
    """The students' folders of one pytest run, and the zygotes that they share."""

    def __init__(self) -> None:
        self._zygotes: dict[bool, Zygote] = {}
        self._desks: dict[Path, Desk] = {}

    def desk(self, folder: Path) -> Desk:
        """Return the desk of a folder."""
        if folder not in self._desks:
            from grader.desk import Desk

            self._desks[folder] = Desk(folder, folder.name, lambda: self.zygote(folder))
        return self._desks[folder]

    def zygote(self, folder: Path) -> Zygote:
        """Return a zygote that holds what the answer in a folder needs; it may still be importing."""
        from grader.sandbox.launch import Zygote
        from grader.sandbox.local import modules_to_preload

        texts = [
            path.read_text(encoding="utf-8", errors="replace") for path in (folder / PUBLIC_CHECKS, *_answers(folder))
        ]
        preload = bool(modules_to_preload(texts))
        if preload not in self._zygotes or not self._zygotes[preload].alive:
            self._zygotes[preload] = Zygote(layers=(), preload=preload)
        return self._zygotes[preload]

    def close(self) -> None:
        """End all children and zygotes."""
        for desk in self._desks.values():
            desk.close()
        for zygote in self._zygotes.values():
            zygote.close()


DESKS = pytest.StashKey[Desks]()


def pytest_collect_file(file_path: Path, parent: Any) -> None:
    """Begin to import torch for a student's public checks."""
    if file_path.name == PUBLIC_CHECKS and _answers(file_path.parent) and b"grader.checks" in file_path.read_bytes():
        desks = parent.config.stash.setdefault(DESKS, Desks())
        if not parent.config.option.collectonly:
            desks.zygote(file_path.parent)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the processes that were started."""
    if DESKS in config.stash:
        config.stash[DESKS].close()


@pytest.fixture
def student(request: pytest.FixtureRequest) -> Any:
    """The answer beside test_public.py, as the checks of torch-grader see it."""
    return _desk(request).student


@pytest.fixture
def inputs(request: pytest.FixtureRequest) -> Any:
    """Seeded inputs for a check of torch-grader."""
    return _desk(request).inputs(request.function.__name__)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: Any) -> bool | None:
    """Run a check on the answer; a failure is told in words."""
    if DESKS not in pyfuncitem.config.stash or not _asks_an_answer(pyfuncitem):
        return None
    arguments = {name: pyfuncitem.funcargs[name] for name in pyfuncitem._fixtureinfo.argnames}
    desk = pyfuncitem.config.stash[DESKS].desk(pyfuncitem.path.parent)
    told = desk.tell(pyfuncitem.originalname, lambda: pyfuncitem.obj(**arguments))
    if told.printed:
        pyfuncitem.add_report_section("call", "stdout", told.printed)
    if told.outcome == "skipped":
        pytest.skip(told.text)
    if told.outcome != "passed":
        pytest.fail(told.text, pytrace=False)
    return True


def _desk(request: pytest.FixtureRequest) -> Desk:
    if not _answers(request.path.parent):
        folder = request.path.parent.name
        pytest.fail(f"no answer lies beside {request.path.name}: {folder}.py or {folder}.ipynb", pytrace=False)
    return request.config.stash.setdefault(DESKS, Desks()).desk(request.path.parent)


def _asks_an_answer(item: Any) -> bool:
    """Return whether a test takes our `student`, and not another project's fixture of that name."""
    definitions = item._fixtureinfo.name2fixturedefs.get("student", ())
    return bool(definitions) and definitions[-1].func.__module__ == __name__


def _answers(folder: Path) -> list[Path]:
    return [path for ending in (".py", ".ipynb") if (path := folder / (folder.name + ending)).is_file()]
