"""Public checks of `fashion_mnist`: two small files, and examples of names and pixels."""

import torch

from grader.checks import check, expect_close, expect_equal, expect_shape, misconception

LABELS = [9, 0, 0, 3, 0, 2, 7, 4, 5, 1, 6, 8]
NAMES = ["ankle boot", "t-shirt", "t-shirt", "dress", "t-shirt", "pullover"]


@check(points=1)
def test_a_small_file_of_images(student):
    got = student.read_images(student.folder + "/small-images.gz")
    swapped = isinstance(got, torch.Tensor) and got.shape == (3, 6, 4)
    expect_shape(got, (3, 4, 6), diagnosis="rows-and-columns-swapped" if swapped else None)
    first, last = torch.tensor([5, 22, 39, 56, 73, 90], dtype=torch.uint8), got[2, 3]
    expect_close(got[0, 0], first)
    misconception("rows-and-columns-swapped", when=bool((got[0, :, 0] == first[:4]).all()))
    expect_equal(last.tolist(), [50, 93, 136, 179, 222, 9])


@check(points=0.5)
def test_a_small_file_of_labels(student):
    got = student.read_labels(student.folder + "/small-labels.gz")
    left = isinstance(got, torch.Tensor) and got.tolist()[-12:] == LABELS and len(got) == 20
    expect_shape(got, (12,), diagnosis="header-left-in-the-data" if left else None)
    expect_close(got, torch.tensor(LABELS))


@check(points=0.5)
def test_names_of_six_labels(student):
    got = student.label_names(torch.tensor(LABELS[:6]))
    expect_equal(got, NAMES)


@check(points=0.5)
def test_pixels_of_one_image(student):
    images = torch.tensor([[[0, 51, 255], [102, 204, 0]]], dtype=torch.uint8)
    got = student.to_input(images)
    wanted = torch.tensor([[[[0.0, 0.2, 1.0], [0.4, 0.8, 0.0]]]])
    expect_close(got, wanted, instead={"not-scaled": images.unsqueeze(1), "no-channel-axis": wanted[0]})
