"""Pseudonyms: the same for the same student, saying nothing, and nowhere a name."""

import re

from classroom import COURSE, PUBLIC, find, grade, hand_in, make_class, make_material, stand
from hypothesis import given
from hypothesis import strategies as st

from grader.reports.pages import write_report
from grader.reports.pseudonyms import pseudonyms, without_names

NAMES = ["lovelace", "hopper", "noether", "2024-00017", "张伟"]


def test_the_same_student_keeps_the_pseudonym():
    """A course's secret alone decides: the class that stands around a student changes nothing, another secret everything."""
    whole, part = pseudonyms(NAMES, b"key"), pseudonyms(NAMES[:2], b"key")
    assert part == {name: whole[name] for name in NAMES[:2]}
    assert not set(whole.values()) & set(pseudonyms(NAMES, b"other").values())


@given(st.sets(st.text(max_size=12), max_size=30))
def test_pseudonyms_differ(names):
    """No two students share one, and each is a harmless name for a file."""
    found = pseudonyms(names, b"key")
    assert len(set(found.values())) == len(names)
    assert all(text.replace("-", "").isalnum() and text.isascii() for text in found.values())


def test_the_order_of_pseudonyms_says_nothing():
    """Students are listed by pseudonym, not by name."""
    names = [f"student{number:03}" for number in range(50)]
    found = pseudonyms(names, b"key")
    material = without_names(make_material([stand(name, "double", grade("double")) for name in names]), found)
    assert list(material.students) == sorted(found.values()) != [found[name] for name in names]


def test_no_list_is_in_the_order_of_names(tmp_path):
    """Wherever students are listed for one reason, they are in the order of their pseudonyms."""
    names = [f"student{number:03}" for number in range(40)]
    told = {PUBLIC: find("wrong-value", "divides-by-n", got="1")}
    rows = {
        name: {"double": grade("double", "failed", "failed", "failed", findings=told), "quiz": find("empty")}
        for name in names
    }
    found = pseudonyms(names, b"key")
    write_report(
        COURSE, without_names(make_material(make_class(rows)), found), tmp_path / "report", "en", anonymous=True
    )
    content = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    lists = re.findall(r'<(?:p class="names"|ul)>\s*(?:<li>)?(<a href="students.*?)</(?:p|ul)>', content, re.DOTALL)
    assert len(lists) >= 3
    for each in lists:
        shown = re.findall(r"<bdi>([a-z0-9-]+)</bdi>", each)
        assert shown == sorted(found.values())


def test_an_anonymous_report_names_nobody(tmp_path):
    """No id stands in a page, a path, the name of a file, a sentence about a file, or the time of a file."""
    rows = {
        name: {"double": grade("double"), "quiz": find("not-utf8", name=f"quiz {name}.py", line=3)} for name in NAMES
    }
    strays = [
        hand_in(
            name,
            "",
            path=f"{name}/hw {name} final.py",
            problem=find("wrong-name", name=f"hw {name} final.py", nearest=None),
        )
        for name in NAMES
    ]
    noted = [stand("lovelace", "later", grade("later"), notes=[find("nested-archive-ignored", ignored="lovelace.zip")])]
    standings = [each for each in make_class(rows) if (each.student, each.exercise) != ("lovelace", "later")] + noted
    material = make_material(standings, strays)
    out = tmp_path / "report"
    write_report(COURSE, without_names(material, pseudonyms(NAMES, b"key")), out, "en", anonymous=True)
    files = [path for path in out.rglob("*") if path.is_file()]
    for path in files:
        content = path.read_text(encoding="utf-8", errors="replace")
        assert not any(name in content or name in str(path.relative_to(out)) for name in NAMES), path
    assert len({path.stat().st_mtime for path in (out / "students").iterdir()}) == 1


def test_code_is_left_alone(tmp_path):
    """What a student wrote or printed is shown as it is, and the page of the class says so."""
    rows = {"lovelace": {"double": grade("double", "failed", printed={PUBLIC: "by lovelace"})}}
    material = make_material(make_class(rows), cells={("lovelace", "double"): ("x = 1  # lovelace",)})
    out = tmp_path / "report"
    index = write_report(COURSE, without_names(material, pseudonyms(["lovelace"], b"key")), out, "en", anonymous=True)
    [page] = (out / "students").iterdir()
    assert page.read_text(encoding="utf-8").count("lovelace") == 2
    assert "comments" in index.read_text(encoding="utf-8")
