"""Runs checks on one answer after the other, as often as asked, with one import of torch.

A check that runs may be given up from another thread: who saves again does not wait for the answer to the last save.
"""

from collections.abc import Sequence

from grader.model import Exercise, Result, Submission
from grader.sandbox.folders import remove_stale
from grader.sandbox.local import modules_to_preload, open_zygote


class Checker:
    """A warm session. `texts` are what answers and checks read like: they tell what of torch to import beforehand."""

    def __init__(self, texts: Sequence[str]) -> None:
        remove_stale()  # what a killed command left
        self._modules = modules_to_preload(texts)
        warm = [open_zygote(self._modules)]
        try:
            # Only now: it imports torch, which has to find the settings for one thread.
            from grader.session import Session

            self._session = Session(open_zygote=lambda: warm.pop() if warm else open_zygote(self._modules))
        finally:
            for unused in warm:
                unused.close()

    def check(self, exercise: Exercise, submission: Submission) -> Result:
        """Return what the checks of an exercise say."""
        wanted = set(modules_to_preload((*submission.cells, *exercise.check_files.values())))
        if not wanted <= set(self._modules):
            # The answer has come to need what each of its processes would have to import.
            self._modules = sorted(wanted.union(self._modules))
            self._session.renew()
        (result,) = self._session.grade(exercise, [submission])
        return result

    def begin(self) -> None:
        """Let the next check run; call it before `check` where another thread may give up."""
        self._session.given_up = False

    def give_up(self) -> None:
        """End the check that runs in another thread, or begins before the next `begin`; its result means nothing."""
        self._session.give_up()

    def close(self) -> None:
        """End all processes."""
        self._session.close()
