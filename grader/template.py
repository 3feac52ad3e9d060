"""The files of a new exercise, whole: `grade verify` accepts them as they are. SLUG stands for its name."""

import json

COURSE_FILES = {
    "exercises/course.toml": """\
title = { en = "New course", zh = "新课程" }
packages = ["torch", "numpy"]  # what submissions may import beside the standard library

[[units]]
title = { en = UNIT, zh = UNIT_ZH }
exercises = ["SLUG"]
# due = 2026-10-01T23:59:00+08:00
""",
    ".gitignore": """\
__pycache__/
solutions/secret
solutions/variants.toml
gradebook.db*
""",
}

EXERCISE_FILES = {
    "exercises/SLUG/exercise.toml": """\
title = { en = "TITLE", zh = "新练习：TITLE" }
# forbidden = ["torch.mean"]   # what an answer may not reach
# seconds_per_call = 2.0       # and other limits
# files = ["data.csv"]         # what an answer may read
""",
    "exercises/SLUG/README.md": """\
# TITLE

Say here what it is about, and why it matters.

## What to write

`SLUG(x)` returns the mean of the squares of all elements of the tensor `x`, as a tensor without axes.

## By hand

For `x = [1, 2, 3]` the squares are 1, 4, 9. Their sum is 14, so the mean is 14 / 3.

## How it is checked

The public check asks for the example. Hidden checks ask for other tensors, and look whether `x` stays as it is.
""",
    "exercises/SLUG/README.zh.md": """\
# 新练习：TITLE

在这里说明练习的内容和意义。

## 需要编写的内容

`SLUG(x)` 返回张量 `x` 所有元素的平方的平均值，结果是没有轴的张量。

## 手算示例

`x = [1, 2, 3]` 的平方是 1、4、9，和为 14，所以平均值是 14 / 3。

## 如何检查

公开检查使用上面的例子。隐藏检查使用其他张量，并检查 `x` 是否保持不变。
""",
    "exercises/SLUG/test_public.py": '''\
"""Public checks of `SLUG`: the example of the task."""

import torch

from grader.checks import check, expect_close


@check(points=2)
def test_example_of_the_task(student):
    x = torch.tensor([1.0, 2.0, 3.0])
    # `instead` names what a known misconception would have given.
    expect_close(student.SLUG(x), x.square().mean(), instead={"sums-the-squares": x.square().sum()})
''',
    "exercises/SLUG/feedback.en.toml": """\
[checks.test_example_of_the_task]
title = "the example of the task"

[misconceptions.sums-the-squares]
says = "That is the sum of the squares. How many of them are there?"

# From the first thought to the last step before the answer.
[hints]
SLUG = [
    "Which two steps does the task name, and in which order?",
    "`x.square()` squares each element. What makes one number of them?",
]
""",
    "exercises/SLUG/feedback.zh.toml": """\
[checks.test_example_of_the_task]
title = "题目中的例子"

[misconceptions.sums-the-squares]
says = "这是平方的和。一共有几个数？"

# 从第一个想法到得出答案前的最后一步。
[hints]
SLUG = [
    "题目里有哪两步，先后顺序是什么？",
    "`x.square()` 对每个元素求平方。怎样由它们得到一个数？",
]
""",
    "solutions/SLUG/SLUG.py": '''\
"""The mean of squares."""

import torch


def SLUG(x: torch.Tensor) -> torch.Tensor:
    """Return the mean of the squares of all elements of `x`."""
    # BEGIN SOLUTION
    return x.square().mean()  # over all axes: one number
    # END SOLUTION
''',
    "solutions/SLUG/test_hidden.py": '''\
"""Hidden checks of `SLUG`."""

from grader.checks import check, expect_close, expect_unchanged


@check(points=5)
def test_vectors(student, inputs):
    x = inputs.normal(inputs.integer(4, 9))
    expect_close(student.SLUG(x), x.square().mean(), instead={"sums-the-squares": x.square().sum()})


@check(points=3)
def test_matrices_and_their_values_afterwards(student, inputs):
    x = inputs.normal(3, 4)
    expect_close(student.SLUG(x), x.square().mean(), instead={"sums-the-squares": x.square().sum()})
    expect_unchanged(student)
''',
    "solutions/SLUG/feedback.en.toml": """\
[checks.test_vectors]
title = "vectors of any length"

[checks.test_matrices_and_their_values_afterwards]
title = "matrices, which stay as they are"

[misconceptions.changes-its-arguments]
says = "That squares `x` itself. Who calls the function still needs it: make a new tensor."
""",
    "solutions/SLUG/feedback.zh.toml": """\
[checks.test_vectors]
title = "任意长度的向量"

[checks.test_matrices_and_their_values_afterwards]
title = "矩阵，并且保持不变"

[misconceptions.changes-its-arguments]
says = "这样改变了 `x` 本身。调用者之后还要用它，请创建新的张量。"
""",
    "solutions/SLUG/right/by_a_product.py": '''\
"""Another right answer, which must keep all points."""


def SLUG(x):
    flat = x.reshape(-1)
    return flat @ flat / len(flat)
''',
    "solutions/SLUG/wrong/sums-the-squares.py": '''\
"""Named by what is wrong with it: it must lose points, and be told as this."""


def SLUG(x):
    return (x * x).sum()
''',
    "solutions/SLUG/wrong/changes-its-arguments.py": '''\
"""The right value, and `x` is another one afterwards."""


def SLUG(x):
    return x.square_().mean()
''',
}


def filled(text: str, slug: str, unit: str | None) -> str:
    """Return a text of the template for an exercise, and for a unit of a new course."""
    title = slug.replace("_", " ").capitalize()
    english, chinese = (unit, unit) if unit else ("Unit 1", "第一单元")
    # JSON's texts are TOML's.
    text = text.replace("UNIT_ZH", json.dumps(chinese, ensure_ascii=False))
    text = text.replace("UNIT", json.dumps(english, ensure_ascii=False))
    return text.replace("SLUG", slug).replace("TITLE", title)
