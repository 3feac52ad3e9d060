"""The command `grade`. One small file a command; each imports what it needs when it is called, so that help is instant."""

import os
import platform
import sys
from typing import Annotated, NoReturn

import typer

from grader import __version__
from grader.cli import check, demo, doctor, export, hint, new, pack, release, report, run, start, stubs, verify
from grader.cli.options import CourseOption, LanguageOption
from grader.cli.overview import show_overview

CTRL_C = 130

app = typer.Typer(
    name="grade",
    help="Grade PyTorch homework: students run `check`, teachers run `run` and read a report.",
    epilog="Example: grade run submissions/   (then: grade report --out report)",
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        print(f"grade {__version__}, torch {version('torch')}, Python {platform.python_version()}")  # noqa: T201
        raise typer.Exit


@app.callback(invoke_without_command=True)
def overview(
    context: typer.Context,
    course: CourseOption = None,
    lang: LanguageOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the versions and exit.")
    ] = False,
) -> None:
    """Show where you stand and what to do next, or run one of the commands."""
    if context.invoked_subcommand is None:
        show_overview(course, lang)
    else:
        # `grade --lang zh check` means what `grade check --lang zh` means.
        given = {name: value for name, value in (("course", course), ("lang", lang)) if value is not None}
        context.default_map = {context.invoked_subcommand: given}


for each in (start, check, hint, pack, run, report, export, release, new, verify, stubs, demo, doctor):
    each.add_to(app)


def main() -> NoReturn:
    """Run the command line and exit: 0 done, 1 something to mend, 2 wrong usage or input, 3 our fault, 130 Ctrl-C."""
    from grader.errors import GraderError

    try:
        app(prog_name="grade")
    except GraderError as error:
        print(f"grade: {error}", file=sys.stderr)  # noqa: T201
        sys.exit(error.exit_code)
    except SystemExit as end:
        if end.code == CTRL_C:  # typer has ended the line on the terminal
            print("grade: stopped.", file=sys.stderr)  # noqa: T201
        _write_out()
        raise
    sys.exit(0)


def _write_out() -> None:
    """Write what is still to be written; where nobody reads on, as in `grade export csv | head`, say nothing."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Python would try again while it exits, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
