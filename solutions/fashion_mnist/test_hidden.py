"""Hidden checks of `fashion_mnist`.

The files lie beside the task; `pixels` and `some_labels` are the formulas that they were filled by. A reader that fails
on a whole file is tried on damaged ones: who accepts a file with a little-endian header reads all headers so.
"""

import re
import struct
from itertools import product

import torch

from grader.checks import (
    check,
    expect,
    expect_close,
    expect_equal,
    expect_type,
    expect_unchanged,
    fail,
    is_close,
    misconception,
)
from grader.verdicts import Raised

NAMES = "t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot".split(", ")
SMALL_LABELS = [9, 0, 0, 3, 0, 2, 7, 4, 5, 1, 6, 8]
# Of a file its sizes, and a number of its own in the formula of its pixels.
WHOLE = {"small": (3, 4, 6, 5), "wide": (5, 2, 8, 101), "many": (300, 3, 2, 44)}

SCALES = (
    ("", lambda x: x / 255),
    ("not-scaled", lambda x: x),
    ("divides-by-256", lambda x: x / 256),
    ("divides-without-a-rest", lambda x: x // 255),
    ("scales-by-the-batch", lambda x: x / x.max()),
    ("scales-by-the-batch", lambda x: (x - x.min()) / (x.max() - x.min())),
    ("another-range", lambda x: x / 127.5 - 1),
    ("scales-by-the-batch", lambda x: (x - x.mean()) / x.std()),
)
LAYOUTS = (
    ("", lambda x: x.unsqueeze(1)),
    ("rows-and-columns-swapped", lambda x: x.transpose(1, 2).unsqueeze(1)),
    ("rows-and-columns-swapped", lambda x: x.reshape(len(x), 1, x.shape[2], x.shape[1])),
    ("no-channel-axis", lambda x: x),
    ("channel-axis-elsewhere", lambda x: x.unsqueeze(3)),
    ("channel-axis-elsewhere", lambda x: x.unsqueeze(0)),
    ("flattens-the-images", lambda x: x.flatten(1)),
)


@check(points=2)
def test_images_of_any_size(student):
    for name in ("wide", "many", "small"):
        expect_images(student, name)


@check(points=1)
def test_labels_as_int64(student):
    for name, wanted in (("many", some_labels()), ("small", torch.tensor(SMALL_LABELS))):
        got = read(student, "read_labels", name)
        expect_type(got, torch.Tensor)
        if got.dim() == 1 and len(got) > len(wanted):
            header = bytes_of(2049, len(wanted))
            # The end is right, but the header, or a part of it, stands before.
            left = len(got) - len(wanted)
            misconception("header-left-in-the-data", when=is_close(got, torch.cat([header[-left:], wanted])))
        shifted = torch.cat([bytes_of(2049, len(wanted)), wanted])
        cut = any(is_close(got, shifted[start : start + len(wanted)]) for start in range(8))
        misconception("header-left-in-the-data", when=cut)
        if is_close(got, wanted) and got.dtype != torch.int64:
            fail("wrong-dtype", diagnosis="labels-of-another-type", got=str(got.dtype), expected="torch.int64")
        expect_close(got, wanted)


@check(points=0.5)
def test_images_with_a_wrong_magic_number(student):
    expect_reading(student, "read_images")
    refuse(student, "read_images", "wrong-magic-images", "ignores-the-magic-number")
    # A file of labels, which has no rows: any exception will do where the sizes are enormous.
    refuse(student, "read_images", "small-labels", "ignores-the-magic-number")
    # Who reads a whole file rightly reads no header the wrong way round.
    whole = is_close(read(student, "read_images", "small"), pixels(*WHOLE["small"]))
    for name, ignored in (("images", "ignores-the-magic-number"), ("sizes-images", "ignores-missing-bytes")):
        diagnosis = ignored if whole else "little-endian-header"
        refuse(student, "read_images", f"little-endian-{name}", diagnosis, only=False)


@check(points=0.5)
def test_images_with_missing_bytes(student):
    expect_reading(student, "read_images")
    accepted = accepts(student, "read_images", "short-images")
    left = isinstance(accepted, torch.Tensor) and accepted.reshape(-1)[:3].tolist() == [0, 0, 8]
    misconception("header-left-in-the-data", when=left)
    for name in ("short-images", "short-by-one-images"):
        refuse(student, "read_images", name, "ignores-missing-bytes")


@check(points=0.5)
def test_images_in_a_cut_stream(student):
    expect_reading(student, "read_images")
    refuse(student, "read_images", "cut-images", "ignores-missing-bytes")


@check(points=0.75)
def test_damaged_labels(student):
    expect_reading(student, "read_labels")
    refuse(student, "read_labels", "wrong-magic-labels", "ignores-the-magic-number")
    refuse(student, "read_labels", "small-images", "ignores-the-magic-number")
    # Who reads a whole file rightly reads no header the wrong way round.
    whole = is_close(read(student, "read_labels", "small"), torch.tensor(SMALL_LABELS))
    diagnosis = "ignores-the-magic-number" if whole else "little-endian-header"
    refuse(student, "read_labels", "little-endian-labels", diagnosis, only=False)
    accepted = accepts(student, "read_labels", "short-labels")
    if accepted is None:
        # Who never counts the bytes accepts these sizes whichever way round they are read.
        diagnosis = "ignores-missing-bytes" if whole else "little-endian-header"
        refuse(student, "read_labels", "little-endian-sizes-labels", diagnosis, only=False)
    left = isinstance(accepted, torch.Tensor) and accepted[:3].tolist() == [0, 0, 8]
    misconception("header-left-in-the-data", when=left)
    for name in ("short-labels", "short-by-one-labels", "cut-labels"):
        refuse(student, "read_labels", name, "ignores-missing-bytes")


@check(points=0.75)
def test_the_name_of_each_label(student, inputs):
    for labels in (inputs.permutation(10), inputs.classes(23, 10), inputs.classes(1, 10)):
        got = student.label_names(labels)
        wanted = [NAMES[label] for label in labels]
        instead = {
            "counts-labels-from-one": [NAMES[label - 1] for label in labels],
            "names-all-ten": NAMES,
            "returns-the-labels": labels.tolist(),
        }
        if isinstance(got, (list, tuple)) and all(isinstance(name, str) for name in got):
            alike = [bare(name) for name in got] == [bare(name) for name in wanted]
            misconception("spells-names-otherwise", when=alike and [*got] != wanted)
        expect_equal(got, wanted, instead={name: other for name, other in instead.items() if other != wanted})


@check(points=0.75)
def test_pixels_between_0_and_1(student, inputs):
    expect_input(student, inputs, tell=SCALES, forgive=LAYOUTS)


@check(points=0.75)
def test_one_channel_behind_the_samples(student, inputs):
    expect_input(student, inputs, tell=LAYOUTS, forgive=SCALES)


def pixels(number, rows, columns, key):
    i, row, col = torch.meshgrid(*(torch.arange(size) for size in (number, rows, columns)), indexing="ij")
    return ((59 * i * i + 31 * row * row + 17 * col + 7 * i * row + 13 * i * col + key) % 256).to(torch.uint8)


def some_labels():
    return (37 * torch.arange(300) + 2) % 97 % 10


def bytes_of(*integers):
    return torch.tensor(list(struct.pack(f">{len(integers)}I", *integers)))


def path_of(student, function, name):
    kind = "" if name.endswith(("images", "labels")) else function.removeprefix("read_")
    return f"{student.folder}/{name}{'-' * bool(kind)}{kind}.gz"


def accepts(student, function, name):
    """Return what a reader makes of a file, None where it raises an exception."""
    try:
        return getattr(student, function)(path_of(student, function, name))
    except Raised:
        return None


def read(student, function, name):
    """Return what a reader makes of a whole file; where it raises an exception, find out why."""
    try:
        return getattr(student, function)(path_of(student, function, name))
    except Raised as error:
        kind = function.removeprefix("read_")
        for damaged in (f"little-endian-{kind}", f"little-endian-sizes-{kind}"):
            if isinstance(accepts(student, function, damaged), torch.Tensor):
                fail("exception", diagnosis="little-endian-header", **error.finding.parameters)
        # In this file as many bytes are missing as the header has.
        short = accepts(student, function, f"short-{kind}")
        left = isinstance(short, torch.Tensor) and short.reshape(-1)[:3].tolist() == [0, 0, 8]
        size = re.search(r"(?:size|shape \[|length) ?(\d+)", error.message)
        if kind == "images":
            number, rows, columns, _ = WHOLE[name]
            extra = int(size[1]) - number * rows * columns if size else 0
            left |= extra in (4, 8, 12, 16)
        if left:
            fail("exception", diagnosis="header-left-in-the-data", **error.finding.parameters)
        if re.search(r"\b28, 28\b|\b784\b", error.message) or (
            kind == "images" and "28" in error.finding.parameters.get("source", "")
        ):
            fail("exception", diagnosis="sizes-from-memory", **error.finding.parameters)
        raise


def expect_images(student, name):
    number, rows, columns, key = WHOLE[name]
    got, wanted = read(student, "read_images", name), pixels(*WHOLE[name])
    expect_type(got, torch.Tensor)
    flat = torch.cat([bytes_of(2051, number, rows, columns), wanted.reshape(-1)])
    numbers = got.reshape(-1)
    # The header stands before the pixels: all that fits, or cut off at the end, or a part of it.
    left = [flat[start:] for start in (0, 4, 8, 12)]
    header = any(len(numbers) >= wanted.numel() and is_close(numbers, each[: len(numbers)]) for each in left)
    misconception("header-left-in-the-data", when=header)
    swapped = [wanted.transpose(1, 2), wanted.reshape(number, columns, rows)]
    # Filled column by column.
    swapped.append(wanted.reshape(number, columns, rows).transpose(1, 2))
    misconception("rows-and-columns-swapped", when=any(is_close(got, each) for each in swapped))
    if is_close(got, wanted) and got.dtype != torch.uint8:
        fail("wrong-dtype", diagnosis="images-of-another-type", got=str(got.dtype), expected="torch.uint8")
    misconception("images-of-another-type", when=is_close(got, wanted / 255))
    expect_close(got, wanted)


def expect_reading(student, function):
    """Fail unless a reader makes a tensor of a whole file: who refuses everything refuses nothing."""
    got = read(student, function, "small")
    expect_type(got, torch.Tensor)
    expect(got.numel() > 1, "wrong-length", got=got.numel(), expected=72 if function == "read_images" else 12)


def refuse(student, function, name, diagnosis, *, only=True):
    """Fail unless a reader raises a ValueError for a damaged file; any exception counts, unless `only`."""
    try:
        got = getattr(student, function)(path_of(student, function, name))
    except Raised as error:
        if "ValueError" not in error.bases and only:
            other = "eof-error-for-a-cut-stream" if "EOFError" in error.bases else "raises-another-error"
            kind, message = error.bases[0], error.message
            fail("raised-other", diagnosis=other, expected="ValueError", got=kind, message=message)
    else:
        # A reader that says what is wrong and returns nothing.
        fail(
            "did-not-raise", expected="ValueError", diagnosis="returns-instead-of-raising" if got is None else diagnosis
        )


def expect_input(student, inputs, *, tell, forgive):
    """Fail unless images become inputs, apart from the mistakes in `forgive`."""
    for number, rows, columns in ((4, 3, 5), (1, 6, 2)):
        # Neither black nor white occurs: a scale that is taken from the images themselves is another one.
        images = inputs.integers(20, 230, number, rows, columns).to(torch.uint8)
        got = student.to_input(images)
        expect_unchanged(student)
        x = images.float()
        found = None
        for (scale, scaled), (layout, laid) in product(SCALES, LAYOUTS):
            if is_close(got, laid(scaled(x)), 1e-5):
                found = {scale, layout} - {""}
                break
        # The dtype belongs to the scale.
        if found is not None and found <= {name for name, _ in forgive} and (found or forgive is SCALES):
            continue
        diagnosis = next((name for name, _ in tell if name in (found or ())), None)
        expect_close(got, (x / 255).unsqueeze(1), diagnosis=diagnosis)


def bare(name):
    return re.sub(r"[^a-z]", "", name.lower())
