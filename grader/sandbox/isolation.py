"""How well this machine can isolate a submission, as one word and the names of what is missing."""

from collections.abc import Collection

from grader.sandbox.launch import LAYERS

FULL, REDUCED, NONE = "full", "reduced", "none"
HOW_TO_GET = {
    "bubblewrap": "install bubblewrap (Debian, Ubuntu: `apt install bubblewrap`) and allow user namespaces",
    "landlock": "a Linux kernel of 5.13 or newer with Landlock switched on",
    "seccomp": "install libseccomp (Debian, Ubuntu: `apt install libseccomp2`)",
}


def level_of(layers: Collection[str]) -> tuple[str, tuple[str, ...]]:
    """Return the level that these layers make, and the names of those that are missing.

    Without a layer that hides files, or without one that stops system calls, nothing is promised.
    """
    missing = tuple(name for name in LAYERS if name not in layers)
    if not missing:
        return FULL, ()
    hides_files = "bubblewrap" in layers or "landlock" in layers
    return (REDUCED if hides_files and "seccomp" in layers else NONE), missing
