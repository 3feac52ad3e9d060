"""How the stubs were when a course was given out: `exercises/stubs.sha256`, which a release holds.

In a released copy a student may write the answer over the stub in `exercises/`, and then no other file tells whether it is
still untouched. The file has the form that `sha256sum --check` reads; line ends make no difference to it.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

NAME = "stubs.sha256"


def is_release(root: Path) -> bool:
    """Return whether a course is a copy that `grade release` gave out."""
    return (root / "exercises" / NAME).is_file()


def listing(stubs: Mapping[str, bytes]) -> str:
    """Return the text of the file, for stubs by their paths in `exercises/`."""
    return "".join(f"{_digest(content)}  {name}\n" for name, content in sorted(stubs.items()))


def is_as_given(content: bytes, name: str, root: Path) -> bool | None:
    """Return whether a file is the stub that was given out as `name`; None where nothing tells."""
    try:
        lines = (root / "exercises" / NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return None
    given = next((digest for digest, _, listed in (line.partition("  ") for line in lines) if listed == name), None)
    return None if given is None else _digest(content) == given


def _digest(content: bytes) -> str:
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()
