"""Public checks of `layer_shapes`: every answer is there and has the form of a shape."""

from grader.checks import as_plain, check, expect, expect_type, fail


def expect_form_of_a_shape(got, name):
    plain = as_plain(got)
    expect(not isinstance(plain, int) or isinstance(plain, bool), diagnosis="forgets-the-comma")
    expect(not isinstance(plain, str), diagnosis="writes-the-shape-as-text")
    expect_type(plain, tuple, name=name)
    for size in plain:
        expect_type(size, int, name=name)


@check(points=0)
def test_form_of_the_dense_layer(student):
    expect_form_of_a_shape(student.DENSE_WEIGHT, "DENSE_WEIGHT")
    expect_form_of_a_shape(student.DENSE_BIAS, "DENSE_BIAS")


@check(points=0)
def test_form_of_the_yes_or_no(student):
    answer = as_plain(student.DEPENDS_ON_BATCH_SIZE)
    # 0 and 1 equal False and True, and count as such.
    if answer not in (True, False):
        expect_type(answer, bool, name="DEPENDS_ON_BATCH_SIZE")
        fail("wrong-type", got=type(answer).__name__, expected="bool", name="DEPENDS_ON_BATCH_SIZE")


@check(points=0)
def test_form_of_the_linear_layer(student):
    expect_form_of_a_shape(student.LINEAR_WEIGHT, "LINEAR_WEIGHT")
    expect_form_of_a_shape(student.LINEAR_BIAS, "LINEAR_BIAS")
    expect_form_of_a_shape(student.LINEAR_OUTPUT, "LINEAR_OUTPUT")


@check(points=0)
def test_form_of_the_convolutions(student):
    expect_form_of_a_shape(student.CONV_WEIGHT, "CONV_WEIGHT")
    expect_form_of_a_shape(student.CONV_OUTPUT, "CONV_OUTPUT")
    expect_form_of_a_shape(student.SECOND_CONV_OUTPUT, "SECOND_CONV_OUTPUT")


@check(points=0)
def test_form_of_the_difference(student):
    expect_form_of_a_shape(student.DIFFERENCE, "DIFFERENCE")
