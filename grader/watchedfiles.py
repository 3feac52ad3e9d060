"""Which answers were saved just now: the folders of a homework under watch, in a thread of its own.

How it works: `watchfiles` is told of folders, not of files, because many editors write a new file and rename it into place.
It waits until a save is over (a few hundredths of a second without a further change) before it tells. A change of the set
of folders begins a new watch; whoever asked is told to look at all files again, as a save in between would be missed.
"""

import threading
from collections.abc import Callable, Collection
from pathlib import Path

from watchfiles import watch

SETTLE_MILLISECONDS = 20
LONGEST_MILLISECONDS = 200
STOP_MILLISECONDS = 100


class WatchedFiles:
    """Calls `saved` with the files that changed, and with none when it began to look anew."""

    def __init__(self, folders: Callable[[], Collection[Path]], saved: Callable[[set[Path]], None]) -> None:
        self._folders, self._saved = folders, saved
        self._stop = threading.Event()
        self._again = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def look_anew(self) -> None:
        """Watch the folders that there are now."""
        self._again.set()

    def close(self) -> None:
        """End the watch."""
        self._stop.set()
        self._again.set()
        self._thread.join(5)

    def _run(self) -> None:
        polling = None
        while not self._stop.is_set():
            self._again.clear()
            folders = sorted(folder for folder in self._folders() if folder.is_dir())
            try:
                self._watch(folders, polling)
            except FileNotFoundError:  # a folder went away between the two lines above
                continue
            except OSError:
                if polling:
                    raise
                polling = True  # the system has no more watches to give

    def _watch(self, folders: list[Path], polling: bool | None) -> None:
        told_anew = False
        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=LONGEST_MILLISECONDS,
            step=SETTLE_MILLISECONDS,
            rust_timeout=STOP_MILLISECONDS,
            stop_event=self._again,
            yield_on_timeout=True,
            raise_interrupt=False,
            force_polling=polling,
            recursive=False,
        ):
            if not told_anew:
                told_anew = True
                self._saved(set())
            if changes:
                self._saved({Path(path) for _, path in changes})
