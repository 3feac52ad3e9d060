"""`grade doctor`: what this machine offers, found by trying it."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from grader.cli.options import CourseOption, open_course


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="doctor", epilog="Example: grade doctor --json")(doctor)


def doctor(
    course: CourseOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False,
) -> None:
    """Attack a throw-away child and show which promises of isolation hold here, by which layer, and how to get the rest."""
    import msgspec

    from grader.cli.terminal import output, remark
    from grader.sandbox import isolation
    from grader.sandbox.launch import Zygote

    here = open_course(course, only=())
    remark("attacking a throw-away child; importing torch ...")
    zygote = Zygote()
    try:
        trial = isolation.try_layers(zygote, [here.root])
        packages = isolation.try_imports(zygote, here.packages)
    finally:
        zygote.close()
    level, missing = isolation.level_of(trial.layers, trial.broken)
    found = {
        "level": level,
        "layers": list(trial.layers),
        "missing": {name: isolation.ways_to_get([name], trial.reasons) for name in missing},
        "promises": {
            name: {"promise": promise.text, "holds": name not in trial.broken, "by": list(trial.keepers(name))}
            for name, promise in isolation.PROMISES.items()
        },
        "packages": {name: {"version": version, "problem": problem} for name, (version, problem) in packages.items()},
    }
    if json:
        output(msgspec.json.encode(found).decode())
    else:
        for line in _lines(found):
            output(line)


def _lines(found: dict[str, Any]) -> list[str]:
    """Return the findings as a person reads them."""
    lines = [f"isolation: {found['level']} ({', '.join(found['layers']) or 'no layer holds'})", "", "A submission ..."]
    for each in found["promises"].values():
        by = f"by {', '.join(each['by'])}" if each["holds"] and each["by"] else ""
        lines.append(f"  {'yes' if each['holds'] else 'NO '}  {each['promise']:<52} {by}".rstrip())
    if found["missing"]:
        lines += ["", "What is missing, and how to get it:", *(f"  {way}" for way in found["missing"].values())]
    lines += ["", "What submissions may import:"]
    for name, each in found["packages"].items():
        lines.append(f"  {name} {each['version']}" if each["version"] else f"  {name}: {each['problem']}")
    return lines
