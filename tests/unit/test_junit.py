"""`grade export junit` writes a report that every reader of JUnit XML takes."""

import re
import xml.etree.ElementTree as ET  # our own output

import pytest
from classroom import COURSE, HIDDEN, LAST, PUBLIC, find, grade, make_class, stand

from grader.reports.junit import to_junit

# What the schemas of Jenkins (junit-4.xsd, junit-10.xsd) and of Ant (JUnit.xsd) all allow, and what one of them requires.
REQUIRED = {
    "testsuite": {"name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "time"},
    "testcase": {"name", "classname", "time"},
    "property": {"name", "value"},
    "failure": {"type"},
    "error": {"type"},
}
OPTIONAL = {"testsuite": {"skipped"}, "failure": {"message"}, "error": {"message"}}
CHILDREN = {
    "testsuites": r"(testsuite )*",
    "testsuite": r"properties (testcase )*system-out system-err ",
    "properties": r"(property )*",
    "testcase": r"(skipped |error |failure )?",
}
TIME = r"(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]{0,3})?"


def expect_valid(element: ET.Element) -> None:
    """Hold an element and all in it to the schemas."""
    names = set(element.attrib)
    assert (
        REQUIRED.get(element.tag, set()) <= names <= REQUIRED.get(element.tag, set()) | OPTIONAL.get(element.tag, set())
    )
    assert re.fullmatch(CHILDREN.get(element.tag, ""), "".join(f"{child.tag} " for child in element))
    assert element.tag == "skipped" or not (element.text or "").strip()
    if "time" in names:
        assert re.fullmatch(TIME, element.attrib["time"])
    if element.tag == "testsuite":
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", element.attrib["timestamp"])
        assert element.attrib["hostname"]
        for attribute, tag in (
            ("tests", "testcase"),
            ("failures", "failure"),
            ("errors", "error"),
            ("skipped", "skipped"),
        ):
            assert int(element.attrib[attribute]) == len(list(element.iter(tag)))
    for child in element:
        expect_valid(child)


def report(standings, language="en"):
    content = b"".join(to_junit(COURSE, standings, language, 1_700_000_000.0))
    root = ET.fromstring(content)
    assert root.tag == "testsuites"
    expect_valid(root)
    return root


def test_each_student_is_a_suite_and_each_check_a_case():
    """Suites come in the order of ids, cases in the order of the course, their points as properties of the suite."""
    root = report(
        make_class({"ada": {"double": grade("double")}, "ben": {"double": grade("double", "passed", "failed")}})
    )
    assert [suite.attrib["name"] for suite in root] == ["ada", "ben"]
    cases = [(case.attrib["classname"], case.attrib["name"]) for case in root[1].iter("testcase")]
    assert cases[:3] == [("double", PUBLIC), ("double", HIDDEN), ("double", LAST)]
    assert len(cases) == 9
    properties = {each.attrib["name"]: each.attrib["value"] for each in root[1].iter("property")}
    assert (properties["score"], properties["max_score"]) == ("5", "30")
    assert (properties[f"double.{HIDDEN}.points"], properties[f"double.{HIDDEN}.max_points"]) == ("0", "5")
    assert root[0].attrib["timestamp"] == "2023-11-14T22:13:20"


@pytest.mark.parametrize(
    ("outcome", "tag"),
    [
        ("passed", None),
        ("failed", "failure"),
        ("refused", "failure"),
        ("errored", "error"),
        ("timed_out", "error"),
        ("crashed", "error"),
        ("grader_fault", "error"),
        ("skipped", "skipped"),
    ],
)
def test_outcomes_are_failures_errors_or_skipped(outcome, tag):
    """A wrong answer is a failure, what kept the check from an answer is an error."""
    root = report([stand("ada", "double", grade("double", outcome))])
    case = next(root.iter("testcase"))
    assert [child.tag for child in case] == ([tag] if tag else [])
    if tag in ("failure", "error"):
        assert case[0].attrib["type"] == outcome


def test_what_was_not_handed_in_is_skipped_and_what_can_not_be_read_is_an_error():
    """Every check of the course has a case, whatever was handed in."""
    root = report(make_class({"ada": {"double": find("not-utf8", name="double.py", line=3)}}))
    kinds = [child.tag for case in root.iter("testcase") for child in case]
    assert kinds == ["error"] * 3 + ["skipped"] * 6
    assert "UTF-8" in next(root.iter("error")).attrib["message"]
    assert next(root.iter("skipped")).text == "the example of the task · not handed in"


def test_a_hidden_checks_values_stand_nowhere():
    """Reports of builds are shown to students: no value of a hidden check is in one."""
    findings = {
        PUBLIC: find("wrong-value", got="0.5", expected="0.75"),
        HIDDEN: find("wrong-value", "divides-by-n", got="SECRET", expected="SECRET"),
        LAST: find("raised", type="ValueError", message="SECRET"),
    }
    work = grade("double", "failed", "failed", "errored", findings=findings, printed={HIDDEN: "SECRET"})
    text = b"".join(to_junit(COURSE, [stand("ada", "double", work)], "en", 0.0)).decode()
    assert "SECRET" not in text
    assert "0.75" in text
    assert "divided by N" in text


@pytest.mark.parametrize(
    "text",
    [
        "\x00\x01\x08\x0b\x1b[31m",
        "\ud800\udfff",
        "\ufffe\uffff",
        "]]><!--",
        "\"&<>'",
        "a\nb\tc\rd",
        "\u202eabc",
        "\U0010ffff",
        "é张",
    ],
)
def test_no_character_breaks_the_document(text):
    """What XML can't hold is spelled out or replaced, in ids and in messages."""
    findings = {PUBLIC: find("raised", type="ValueError", message=text)}
    root = report([stand(f"x{text}", "double", grade("double", "errored", findings=findings))])
    assert root[0].attrib["name"].startswith("x")
    assert root[0].attrib["name"].isprintable()


def test_an_empty_class_has_no_suites():
    """A report of nobody is a document all the same."""
    assert len(report([])) == 0
