"""What only a teacher holds, line by line, to look for it in what students receive."""

import re
from pathlib import Path

from grader.regions import find_regions


def lines_of(text: str) -> set[str]:
    """Return the lines that say something, without layout."""
    stripped = (re.sub(r"\s+", "", line).replace('\\"', '"').strip('",') for line in text.splitlines())
    return {line for line in stripped if len(line) > 6}


def solution_lines(root: Path, slug: str) -> set[str]:
    """Return the lines between the marks of a reference."""
    reference = (root / "solutions" / slug / f"{slug}.py").read_text(encoding="utf-8")
    lines = reference.split("\n")
    stub = lines_of((root / "exercises" / slug / f"{slug}.py").read_text(encoding="utf-8"))
    marked = [line for region in find_regions(reference, slug) for line in lines[region.begin : region.end - 1]]
    return lines_of("\n".join(line for line in marked if "# STUB:" not in line)) - stub


def private_lines(root: Path) -> dict[str, set[str]]:
    """Return the lines of each exercise that only a teacher holds."""
    found: dict[str, set[str]] = {}
    for folder in sorted(path for path in (root / "solutions").iterdir() if path.is_dir()):
        private = [folder / "test_hidden.py", *folder.glob("wrong/*.py")]
        texts = [path.read_text(encoding="utf-8") for path in private]
        found[folder.name] = set().union(*map(lines_of, texts), solution_lines(root, folder.name))
    return found


def leaks(root: Path, texts: dict[str, str]) -> dict[str, set[str]]:
    """Return the lines that students should not receive, by exercise; `texts` are by path."""
    found = {}
    for slug, private in private_lines(root).items():
        given = set().union(*(lines_of(text) for name, text in texts.items() if f"/{slug}/" in name))
        files = [path for path in (root / "exercises" / slug).rglob("*") if path.suffix in (".py", ".md", ".toml")]
        public = set().union(*(lines_of(path.read_text(encoding="utf-8")) for path in files))
        # A line of a hidden check may stand in a public one too; a line of a solution must not.
        if leaked := (given & private) - (public - solution_lines(root, slug)):
            found[slug] = leaked
    return found
