"""`grade doctor`: what this machine offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from grader.cli.options import CourseOption, open_course

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import Course
    from grader.sandbox.isolation import Trial

DEFAULT_PACKAGES = ("torch", "numpy")


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        name="doctor",
        short_help="Show how well this machine isolates submissions.",
        epilog="Example: grade doctor --json",
    )(doctor)


def doctor(
    course: CourseOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print all of it as JSON.")] = False,
) -> None:
    """Show how well this machine isolates submissions, found by attacking a throw-away child, and what they may import.

    Exits 0 whatever it finds.
    """
    import msgspec

    from grader.cli.terminal import output, remark

    remark("attacking a throw-away child; importing torch ...")
    found = examine(_course(course))
    if json:
        output(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return
    for line in _lines(found):
        output(line)


def examine(course: Course | None) -> dict[str, Any]:
    """Return what this machine offers: level, layers, promises, versions, packages."""
    from grader.errors import WorkerFault
    from grader.grading import versions
    from grader.sandbox import isolation
    from grader.sandbox.launch import Zygote

    packages = course.packages if course else DEFAULT_PACKAGES
    imports: dict[str, tuple[str, str]] = {}
    fault, trial = "", isolation.Trial(layers=(), stopped=dict.fromkeys(isolation.PROMISES, ""))
    try:
        zygote = Zygote()
    except (WorkerFault, OSError) as error:
        fault = str(error)
    else:
        try:
            trial = isolation.try_layers(zygote, _secret_files(course))
            imports = isolation.try_imports(zygote, packages)
        except (WorkerFault, OSError) as error:
            fault = str(error)
        finally:
            zygote.close()
    level, missing = isolation.level_of(trial.layers, trial.broken)
    return {
        "level": level,
        "layers": list(trial.layers),
        "missing": {name: isolation.ways_to_get([name], trial.reasons) for name in missing},
        "promises": {name: _promise(name, trial) for name in isolation.PROMISES},
        "versions": versions(),
        "packages": {name: {"version": version, "problem": problem} for name, (version, problem) in imports.items()},
        "fault": fault,
    }


def _course(option: Path | None) -> Course | None:
    """Return the course, None where there is none: the machine can be looked at without one."""
    from grader.errors import UsageError

    try:
        return open_course(option)
    except UsageError:
        if option is not None:
            raise
        return None


def _secret_files(course: Course | None) -> list[str]:
    """Return files of this user's and of the course's that a submission must not be able to read."""
    from pathlib import Path

    folders = [Path.home()]
    # A course without solutions is what every student has; the one shipped with this package lies among Python's files.
    if course is not None and (Path(course.root) / "solutions").is_dir():
        folders += [Path(course.root) / "exercises", *sorted(Path(course.root).glob("solutions/*"))[:1]]
    found = (next((path for path in sorted(folder.glob("*")) if path.is_file()), None) for folder in folders)
    return [str(path) for path in found if path is not None]


def _promise(name: str, trial: Trial) -> dict[str, Any]:
    from grader.sandbox.isolation import PROMISES, ways_to_get

    holds = name not in trial.broken
    return {
        "promise": PROMISES[name].text,
        "holds": holds,
        "by": list(trial.keepers(name)) if holds else [],
        "stopped_by": trial.stopped[name],
        "how_to_get": "" if holds else ways_to_get(PROMISES[name].kept_by, trial.reasons),
    }


def _lines(found: dict[str, Any]) -> list[str]:
    """Return the findings as a person reads them."""
    lines = [f"isolation: {found['level']} ({', '.join(found['layers']) or 'no layer holds'})"]
    lines += ["", found["fault"]] if found["fault"] else []
    if found["missing"]:
        lines += ["", "What is missing, and how to get it:", *(f"  {way}" for way in found["missing"].values())]
    lines += ["", "A submission ..."]
    for each in found["promises"].values():
        text = f"{', '.join(each['by'])}: {each['stopped_by']}" if each["holds"] else f"get {each['how_to_get']}"
        lines.append(f"  {'yes' if each['holds'] else 'NO '}  {each['promise']:<50}  {text}")
    lines += ["", "Versions:", *(f"  {name} {version}" for name, version in found["versions"].items())]
    lines += ["", "What submissions may import:"]
    for name, each in found["packages"].items():
        problem = f"not here ({each['problem']}): install it, or take it out of course.toml"
        lines.append(f"  {name} {each['version'] or problem}")
    return lines
