"""`grade`, and `python -m grader`: Ctrl-C ends them with a word also while the command line itself is being imported."""

import sys


def main() -> None:
    """Run the command line."""
    try:
        from grader.cli import main as run
    except KeyboardInterrupt:
        print("\ngrade: stopped.", file=sys.stderr)  # noqa: T201
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
