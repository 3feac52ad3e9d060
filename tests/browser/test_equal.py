"""The page of what is strikingly alike in a real browser: readable for everybody, on a phone too, and by keyboard alone."""

import pytest
from browser.test_pages import violations
from classroom import COURSE
from test_equalpages import open_gradebook

from grader.reports.alike import find_equal_work
from grader.reports.material import read_class
from grader.reports.pages import write_report


@pytest.fixture(scope="module")
def equal_page(tmp_path_factory):
    """The address of the page of an exercise with a group of three."""
    home = tmp_path_factory.mktemp("equal")
    book = open_gradebook(home / "class.db")
    equal = find_equal_work(COURSE, book)
    index = write_report(COURSE, read_class(COURSE, book), home / "report", "en", equal=equal)
    book.close()
    return (index.parent / "equal" / "double.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_what_is_alike_is_accessible(page, equal_page, scheme):
    """axe-core finds nothing wrong with it, in either scheme."""
    page.emulate_media(color_scheme=scheme)
    page.goto(equal_page)
    assert violations(page) == []


def test_a_number_leads_to_the_lines_opposite(page, equal_page):
    """The number at the head of matching lines is a link, reached and followed with the keyboard."""
    page.goto(equal_page)
    number = page.locator("a.number").first
    target = number.get_attribute("href")
    number.focus()
    page.keyboard.press("Enter")
    opposite = page.locator(target)
    assert opposite.evaluate("line => line.matches(':target')")
    assert "same" in opposite.get_attribute("class")
    assert page.locator(".pair").first.locator(".program").nth(1).locator(target).count() == 1


def test_programs_stand_under_each_other_on_a_phone(page, equal_page):
    """Wide code scrolls in its frame and not the page; wide screens have both programs side by side."""
    page.goto(equal_page)
    first, second = (page.locator(".program").nth(at) for at in (0, 1))
    assert first.bounding_box()["y"] == second.bounding_box()["y"]
    page.set_viewport_size({"width": 390, "height": 844})
    assert first.bounding_box()["y"] + first.bounding_box()["height"] <= second.bounding_box()["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
