"""Folders that hold what nobody else may see, and that a later run removes where their owner was killed.

The owner holds a lock on its folder for as long as it lives, whichever way it dies; what nobody locks is left over. A
number of a process in the name could be in use again, or belong to another container that shares the folder.
"""

import fcntl
import os
import shutil
import tempfile
import time

PREFIX = "torch-grader-"
# Proves that a folder is one of ours, whatever people call theirs.
MARK = ".torch-grader"
# Between its making and its locking a folder is young.
MIN_AGE_SECONDS = 60.0


class PrivateFolder:
    """A new folder that is removed when it is closed, or by a later run."""

    def __init__(self, purpose: str) -> None:
        self.path = tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-")
        self._lock: int | None = os.open(self.path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        os.close(os.open(os.path.join(self.path, MARK), os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600))
        _lock(self._lock)

    def close(self) -> None:
        """Remove the folder."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


def remove_stale(parent: str | None = None) -> list[str]:
    """Remove the folders that owners left who were killed; return their paths."""
    parent = parent or tempfile.gettempdir()
    removed = []
    for entry in os.scandir(parent):
        if entry.name.startswith(PREFIX) and _is_stale(entry):
            shutil.rmtree(entry.path, ignore_errors=True)
            removed.append(entry.path)
    return removed


def _is_stale(entry: "os.DirEntry[str]") -> bool:
    try:
        status = entry.stat(follow_symlinks=False)
        ours = entry.is_dir(follow_symlinks=False) and status.st_uid == os.geteuid()
        if not ours or time.time() - status.st_mtime < MIN_AGE_SECONDS:
            return False
        descriptor = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        # Somebody else removed it meanwhile.
        return False
    try:
        return os.path.exists(os.path.join(entry.path, MARK)) and _lock(descriptor)
    finally:
        os.close(descriptor)


def _lock(descriptor: int) -> bool:
    """Return whether nobody else holds the folder; where a file system knows no locks, somebody may."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
