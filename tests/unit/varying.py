"""An exercise with numbers of one's own, beside the others of the miniature course."""

import textwrap
from pathlib import Path

from courses import build_course, replace

from grader.course import read_course
from grader.stubs import write_stubs

FILES = {
    "exercises/boxes/exercise.toml": 'title = { en = "Boxes", zh = "箱子" }\n',
    "exercises/boxes/variant.toml": "# The numbers of this task.\nboxes = 3\napples = 4  # in each\n",
    "exercises/boxes/README.md": "# Boxes\n\nHow many apples are in 3 boxes of 4 apples? Not in 13 boxes of 4.5.\n",
    "exercises/boxes/README.zh.md": "# 箱子\n\n有 3 个箱子，每箱 4 个苹果，共有几个？\n",
    "exercises/boxes/test_public.py": """
        from grader.checks import check, expect, expect_type


        @check(points=0)
        def test_total_is_no_less_than_the_boxes(student, inputs):
            expect_type(student.TOTAL, int, name="TOTAL")
            expect(student.TOTAL >= inputs.variant["boxes"], diagnosis="fewer-than-boxes")
    """,
    "exercises/boxes/feedback.en.toml": """
        [checks.test_total_is_no_less_than_the_boxes]
        title = "an apple in each box, at least"
        [misconceptions.fewer-than-boxes]
        says = "Those are fewer apples than boxes."
        [hints]
        TOTAL = ["What is in one of the 3 boxes?"]
        SHAPE = ["A box is a row."]
    """,
    "exercises/boxes/feedback.zh.toml": """
        [checks.test_total_is_no_less_than_the_boxes]
        title = "每箱至少一个苹果"
        [misconceptions.fewer-than-boxes]
        says = "苹果比箱子还少。"
        [hints]
        TOTAL = ["一个箱子里有几个？"]
        SHAPE = ["一箱是一行。"]
    """,
    "solutions/boxes/boxes.py": """
        # 3 boxes of 4 apples:
        # BEGIN SOLUTION
        TOTAL = 12
        # END SOLUTION

        # (rows, columns), a row a box:
        # BEGIN SOLUTION
        SHAPE = (3, 4)
        # END SOLUTION
    """,
    "solutions/boxes/any_variant.py": "TOTAL = boxes * apples\nSHAPE = (boxes, apples)\n",
    "solutions/boxes/variants.toml": """
        phrases = ["{boxes} boxes", "of {apples} apples", "{boxes} 个箱子", "每箱 {apples} 个"]

        [choices]
        boxes = [5, 7, 11, 13]
        apples = [17, 19, 23, 29]
    """,
    "solutions/boxes/test_hidden.py": """
        from grader.checks import as_plain, check, expect_equal, misconception


        def total(numbers):
            return numbers["boxes"] * numbers["apples"]


        def shape(numbers):
            return numbers["boxes"], numbers["apples"]


        @check(points=6)
        def test_total(student, inputs):
            ask(student.TOTAL, total, inputs, mistake=("adds", sum(inputs.variant.values())))


        @check(points=4)
        def test_shape(student, inputs):
            ask(student.SHAPE, shape, inputs, mistake=("adds", None))


        def ask(got, right, inputs, mistake):
            misconception("another-variant", when=as_plain(got) in [right(other) for other in inputs.other_variants])
            expect_equal(got, right(inputs.variant), instead=dict([mistake]))
    """,
    "solutions/boxes/feedback.en.toml": """
        [checks.test_total]
        title = "the total"
        [checks.test_shape]
        title = "the shape"
        [misconceptions.adds]
        says = "That adds the two."
        [misconceptions.another-variant]
        says = "That is the answer for other numbers than yours."
    """,
    "solutions/boxes/feedback.zh.toml": """
        [checks.test_total]
        title = "总数"
        [checks.test_shape]
        title = "形状"
        [misconceptions.adds]
        says = "这是两数之和。"
        [misconceptions.another-variant]
        says = "这是另一组数的答案。"
    """,
    "solutions/boxes/right/list.py": "TOTAL = 12.0\nSHAPE = [3, 4]\n",
    "solutions/boxes/wrong/adds.py": "TOTAL = 7\nSHAPE = (3, 4)\n",
}


def build_varying_course(root: Path) -> Path:
    """Write the miniature course with that exercise and all stubs, and return its folder."""
    build_course(root)
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    replace(root, "exercises/course.toml", '"quiz"]', '"quiz", "boxes"]')
    write_stubs(read_course(root))
    return root


def answer_for(numbers: dict[str, int]) -> str:
    """Return the right answer for some numbers."""
    boxes, apples = numbers["boxes"], numbers["apples"]
    return f"TOTAL = {boxes * apples}\nSHAPE = ({boxes}, {apples})\n"
