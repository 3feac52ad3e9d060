"""The README says what is true of the course; run as a program, this file writes its table anew."""

from pathlib import Path

from grader.course import read_course

REPOSITORY = Path(__file__).parents[2]
BEGIN, END = "<!-- course table -->\n", "<!-- end of the course table -->\n"


def course_table() -> str:
    """Return the table of units and exercises that course.toml and the exercises' titles make."""
    course = read_course(REPOSITORY)
    rows = [
        f"| {unit.week} | {unit.title['en']} | `{slug}` | {exercise.title['en']} | {exercise.title['zh']} | {exercise.max_score:g} |"
        for unit in course.units
        for slug, exercise in ((slug, course.exercises[slug]) for slug in unit.exercises)
    ]
    heading = ["| week | unit | exercise | title | 标题 | points |", "|---|---|---|---|---|---|"]
    return "\n".join([*heading, *rows]) + "\n"


def with_table(readme: str) -> str:
    """Return the README with the table between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{course_table()}\n{END}{after}"


def test_the_table_of_the_course_is_up_to_date() -> None:
    """The README lists every exercise of the course, in order."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    assert readme == with_table(readme), "write it anew: python tests/unit/test_readme.py"


def test_each_unit_suggests_a_week() -> None:
    """Every unit of the course says in which week it is due, none before the one that it builds on."""
    weeks = [unit.week for unit in read_course(REPOSITORY, only=()).units]
    assert None not in weeks
    assert weeks == sorted(set(weeks))


def test_every_file_that_the_readme_links_exists() -> None:
    """The README's links and pictures lead somewhere."""
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    links = [part.split(")")[0] for part in readme.split("](")[1:]]
    for link in links:
        assert link.startswith("https://") or (REPOSITORY / link).exists(), link


if __name__ == "__main__":
    path = REPOSITORY / "README.md"
    path.write_text(with_table(path.read_text(encoding="utf-8")), encoding="utf-8")
