"""`grade check --watch`: the answer to a save is there as soon as the checks are done.

How it works: four threads. One watches the folders, one reads keys, one runs checks; each tells the main one, which alone
knows what is shown. A save while checks run gives them up and begins anew. What was read is compared with what was checked
before by its digest, so that a save without a change, or news of one that is over, costs nothing.
"""

import os
import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from grader.checker import Checker
from grader.checking import Checked, check_one, public_part, read_work, remember_check
from grader.course import read_course
from grader.errors import GraderError
from grader.givenstubs import is_release
from grader.homework import Homework, begun
from grader.keyboard import Keys, on_signals
from grader.layout import Look, wrapped
from grader.model import Exercise
from grader.nexthint import lines_of_next_hint
from grader.progress import Stage, stage_of
from grader.transcript import hints_shown, lines_of, passed, problem_of, to_mend
from grader.translation import message
from grader.watchboard import Board
from grader.watchedfiles import WatchedFiles
from grader.workfolder import ENDINGS, Work, lay_out, work_for

# A page that says "checking ..." for less than this only flickers.
SECONDS_UNTIL_WAITING_IS_SHOWN = 0.3
# The system may tell any thread of a signal, but only the main one answers it, when it comes to move.
SECONDS_BETWEEN_SIGNALS = 0.25
# An editor that empties a file before it writes it is done by then.
SECONDS_TO_SETTLE = 0.4
SECONDS_BETWEEN_LOOKS = 0.05
UNSETTLED_KINDS = frozenset(("empty", "unreadable", "broken-notebook", "no-code-cells"))


class Saved(NamedTuple):
    """Files have changed; none means that all are to be looked at again."""

    paths: frozenset[Path]


class Key(NamedTuple):
    """A key was pressed."""

    key: str


class Resized(NamedTuple):
    """The terminal has another size, or the program runs again after it was stopped."""


class Done(NamedTuple):
    """A file was checked in so many seconds; `checked` is None where nothing has changed, `error` is a fault of ours."""

    slug: str
    checked: Checked | None
    seconds: float
    error: BaseException | None = None


Event = Saved | Key | Resized | Done


class Desk(NamedTuple):
    """Where a student works: the course, the homework, the folder of the command, and files that were named."""

    root: Path
    homework: Homework
    here: Path
    slugs: tuple[str, ...]
    named: dict[str, Work]

    def work(self, slug: str) -> Work | None:
        """Return the answer to an exercise as it lies there now."""
        found = work_for(slug, self.root, self.here) or work_for(slug, self.root, self.homework.root)
        return self.named.get(slug) or found

    def folders(self) -> set[Path]:
        """Return the folders in which answers may be saved."""
        tops = {self.homework.root, self.here}
        if is_release(self.root):
            tops.add(self.root / "exercises")
        below = {top / slug for top in tops for slug in self.slugs}
        return {
            folder for folder in tops | below | {work.path.parent for work in self.named.values()} if folder.is_dir()
        }

    def stage(self, slug: str) -> Stage:
        """Return how far the student is with an exercise."""
        return stage_of(self.work(slug), self.homework.recall(), self.root)[0]


def watch(desk: Desk, first: str, board: Board, show: Callable[[Checked, Look], list[str]] | None = None) -> None:
    """Check an exercise now and after each save, until `q` is pressed; `show` makes other lines than a person reads."""
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    exercise = _public(desk.root, first)
    work = desk.work(first)
    texts = [*exercise.check_files.values()]
    if work is not None:
        texts += read_work(exercise, work).submission.cells
    # Before any thread is there: the process forks.
    checker = Checker(texts)
    runner = _Runner(desk, checker, events.put)
    undo = on_signals(lambda: events.put(Resized()))
    files = WatchedFiles(desk.folders, lambda paths: events.put(Saved(frozenset(paths))))
    try:
        with Keys(lambda key: events.put(Key(key))) as keys:
            _Watch(desk, board, runner, files, keys, show).run(first, events)
    finally:
        board.end()
        files.close()
        undo()
        runner.close()


class _Runner:
    """Runs the checks of the exercise asked for last, in a thread of its own."""

    def __init__(self, desk: Desk, checker: Checker, tell: Callable[[Done], None]) -> None:
        self._desk, self._checker, self._tell = desk, checker, tell
        self._exercises: dict[str, Exercise] = {}
        self._digests: dict[str, str] = {}
        self._wanted: str | None = None
        self._busy = self._ended = False
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def ask(self, slug: str, *, again: bool = False) -> None:
        """Check an exercise's file if it has changed since it was checked, or `again`; what runs now is given up."""
        with self._changed:
            if again:
                self._digests.pop(slug, None)
            self._wanted = slug
            if self._busy:
                self._checker.give_up()
            self._changed.notify()

    def close(self) -> None:
        """End the thread and all processes."""
        with self._changed:
            self._ended = True
            self._checker.give_up()
            self._changed.notify()
        self._thread.join(5)
        self._checker.close()

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._ended)
                if self._ended:
                    return
                slug, self._wanted = str(self._wanted), None
                self._busy = True
                self._checker.begin()
            started = time.monotonic()
            try:
                done = Done(slug, self._check(slug), time.monotonic() - started)
            # The one broad catch: the main thread, which shows it and restores the terminal, raises it again.
            except BaseException as error:  # noqa: BLE001
                done = Done(slug, None, 0.0, error)
            with self._changed:
                self._busy = False
                given_up = self._wanted is not None
                if done.checked is not None and not given_up:
                    self._digests[slug] = _identity(done.checked)
            if not given_up or done.error is not None:
                self._tell(done)

    def _check(self, slug: str) -> Checked | None:
        """Return the file with its result, None where it is as it was."""
        work = self._desk.work(slug)
        if work is None:
            return None
        if slug not in self._exercises:
            self._exercises[slug] = _public(self._desk.root, slug)
        read = _settled(self._exercises[slug], work)
        return None if self._digests.get(slug) == _identity(read) else check_one(self._checker, read)


class _Watch:
    """What is shown now, and what becomes of it."""

    def __init__(
        self,
        desk: Desk,
        board: Board,
        runner: _Runner,
        files: WatchedFiles,
        keys: Keys,
        show: Callable[[Checked, Look], list[str]] | None,
    ) -> None:
        self._desk, self._board, self._runner, self._files = desk, board, runner, files
        self._keys, self._show = keys, show
        self._slug = ""
        self._checked: dict[str, Checked] = {}
        self._told: list[str] = []  # a hint, or what has just become of something
        self._answered_at = ""
        self._waiting_since: float | None = None
        self._waiting_shown = False

    def run(self, first: str, events: "queue.SimpleQueue[Event]") -> None:
        """Answer events until the student quits."""
        self._turn_to(first)
        while True:
            try:
                event = events.get(timeout=self._patience())
            except queue.Empty:
                if self._overdue():
                    self._waiting_shown = True
                    self._draw()
                continue
            if isinstance(event, Key) and event.key in ("q", "Q", "\x04"):
                return
            self._answer(event)

    def _patience(self) -> float:
        if self._waiting_since is None or self._waiting_shown or self._show:
            return SECONDS_BETWEEN_SIGNALS
        left = self._waiting_since + SECONDS_UNTIL_WAITING_IS_SHOWN - time.monotonic()
        return min(max(0.0, left), SECONDS_BETWEEN_SIGNALS)

    def _overdue(self) -> bool:
        """Return whether the checks take so long by now that it should be said."""
        if self._waiting_since is None or self._waiting_shown or self._show:
            return False
        return time.monotonic() - self._waiting_since >= SECONDS_UNTIL_WAITING_IS_SHOWN

    def _answer(self, event: Event) -> None:
        if isinstance(event, Done):
            self._take(event)
        elif isinstance(event, Saved):
            self._look(event.paths)
        elif isinstance(event, Resized):
            self._keys.again()
            self._draw()
        elif event.key in ("h", "H") and self._slug in self._checked:
            exercise = self._checked[self._slug].exercise
            self._told = list(lines_of_next_hint(exercise, self._desk.homework, self._board.look))
            self._draw()
        elif event.key in ("n", "N"):
            self._go_on()
        elif event.key in ("r", "R", "\r", "\n"):
            self._ask(again=True)

    def _look(self, paths: frozenset[Path]) -> None:
        """Check the exercise whose file was saved; where folders came or went, watch those that are there now."""
        if any(path.name in self._desk.slugs for path in paths):
            self._files.look_anew()
        named = {work.path.resolve(): slug for slug, work in self._desk.named.items()}
        saved = {
            slug
            for path in paths
            for slug in (named.get(path.resolve()), path.stem if path.suffix in ENDINGS else None)
            if slug in self._desk.slugs
        }
        if saved and self._slug not in saved:
            self._turn_to(sorted(saved)[0])
        elif saved or not paths:
            self._ask()

    def _turn_to(self, slug: str) -> None:
        self._slug, self._told = slug, []
        self._ask(again=slug not in self._checked)
        if slug in self._checked:
            self._draw()

    def _ask(self, *, again: bool = False) -> None:
        if self._desk.work(self._slug) is None:
            self._checked.pop(self._slug, None)
            self._told = wrapped(
                message("watch.gone", self._board.look.language, slug=self._slug), self._board.look.width
            )
            self._draw()
            # A file that comes back as it was is checked all the same.
            again = True
        self._waiting_since, self._waiting_shown = time.monotonic(), False
        self._runner.ask(self._slug, again=again)

    def _take(self, done: Done) -> None:
        if done.error is not None:
            raise done.error
        if done.slug == self._slug:
            shown, self._waiting_since, self._waiting_shown = self._waiting_shown, None, False
            if done.checked is None and shown:
                self._draw()
        if done.checked is None:
            return
        language = self._board.look.language
        remember_check(self._desk.homework, done.checked, hints_shown(done.checked, language))
        self._checked[done.slug] = done.checked
        if done.slug == self._slug:
            self._told = []
            self._answered_at = f"{time.strftime('%H:%M:%S')}, {done.seconds:.2f} s"
            self._draw()

    def _go_on(self) -> None:
        """Turn to the next exercise of the course whose public checks do not pass yet; begin it if need be."""
        slugs, language = self._desk.slugs, self._board.look.language
        at = slugs.index(self._slug)
        open_stages = (Stage.NOT_STARTED, Stage.STUB, Stage.UNCHECKED, Stage.FAILING)
        following = [slug for slug in (*slugs[at + 1 :], *slugs[:at]) if self._desk.stage(slug) in open_stages]
        if not following:
            self._told = wrapped(message("watch.nothing_next", language), self._board.look.width)
            self._draw()
            return
        slug = following[0]
        if self._desk.work(slug) is None:
            exercise = read_course(self._desk.root, only={slug}).exercises[slug]
            try:
                lay_out(exercise, self._desk.root, self._desk.homework.root, language)
            except GraderError as error:
                self._told = wrapped(str(error), self._board.look.width)
                self._draw()
                return
            self._desk.homework.remember(lambda memory: begun(memory, slug, None))
            self._files.look_anew()
        self._turn_to(slug)

    def _draw(self) -> None:
        look, checked = self._board.look, self._checked.get(self._slug)
        if self._show is not None:
            if checked is not None and not self._waiting_since:
                self._board.draw(self._show(checked, look), "")
            return
        keys = "watch.keys" if self._keys.readable else "watch.no_keys"
        footer = message("watch.checking" if self._waiting_shown else keys, look.language)
        self._board.draw(self._page(checked, look, self._board.rows - len(wrapped(footer, look.width)) - 1), footer)

    def _page(self, checked: Checked | None, look: Look, room: int) -> list[str]:
        if checked is None:
            title = [self._slug, ""] if self._told else [self._slug]
            return [*title, *self._told]
        below = ["", *self._told] if self._told else []
        summary = ["", *wrapped(self._summary(checked, look.language), look.width), *below]
        lines = list(lines_of(checked, look))
        if len(lines) + len(summary) > room:
            # One thing after the other: what fails first is told in full.
            lines = list(lines_of(checked, look, only_first=True))
        if len(lines) + len(summary) > room:
            lines = [*lines[: max(1, room - len(summary) - 1)], "…"]
        return [*lines, *summary]

    def _summary(self, checked: Checked, language: str) -> str:
        values = {"file": checked.submission.path, "at": self._answered_at, "count": to_mend(checked)}
        if self._desk.stage(self._slug) is Stage.STUB:
            readme = str(Path(checked.submission.path).with_name("README.md"))
            return message("watch.fill", language, readme=readme, **values)
        if passed(checked):
            return message("watch.passed", language, **values)
        return message("watch.mend" if values["count"] else "watch.mend_file", language, **values)


def first_exercise(desk: Desk, works: Sequence[Work]) -> str:
    """Return the exercise to begin with: of the files given the one that was saved last and does not pass yet."""
    unfinished = [work for work in works if desk.stage(work.slug) not in (Stage.PASSED, Stage.HANDED_IN)]
    return max(unfinished or works, key=lambda work: work.path.lstat().st_mtime).slug


def _public(root: Path, slug: str) -> Exercise:
    return public_part(read_course(root, only={slug}).exercises[slug])


def _settled(exercise: Exercise, work: Work) -> Checked:
    """Return a file once it is whole: what looks half-written gets a moment to become more."""
    deadline = time.monotonic() + SECONDS_TO_SETTLE
    while True:
        read = read_work(exercise, work)
        problem = read.submission.problem
        if problem is None or problem.kind not in UNSETTLED_KINDS or time.monotonic() > deadline:
            return read
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _identity(checked: Checked) -> str:
    """Return what tells a file as it is now from what it was: its name, and its bytes or why they can't be read."""
    submission, problem = checked.submission, problem_of(checked) if checked.result is None else None
    return os.fspath(submission.path) + submission.digest + (problem.kind if problem else "")
