"""Read the images and labels of Fashion-MNIST from their gzip files, and make of them what a network takes.

A file begins with a header of big-endian integers; damaged files are refused.
"""

import gzip
import struct

import torch

# BEGIN SOLUTION
_IMAGES, _LABELS = 2051, 2049
_NAMES = "t-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, ankle boot".split(", ")


def _read(path, magic, num_sizes):
    """Return the sizes in the header and the bytes after it; a `ValueError` where one of them is not as it should be."""
    try:
        with gzip.open(path) as file:
            content = file.read()
    except EOFError:
        # The stream broke off: another exception for the same trouble, that the data are not whole.
        raise ValueError(f"{path}: the gzip stream is cut") from None
    begin = 4 * (1 + num_sizes)
    if len(content) < begin:
        raise ValueError(f"{path}: too short for a header")
    # ">" is big-endian, "I" an unsigned integer of four bytes.
    found, *sizes = struct.unpack(f">{1 + num_sizes}I", content[:begin])
    if found != magic:
        raise ValueError(f"{path}: the magic number is {found}, not {magic}")
    return sizes, content[begin:]


# END SOLUTION


def read_images(path):
    """Return the images of a gzip IDX file, uint8 of shape (N, rows, columns).

    Raise `ValueError` where the magic number is wrong, bytes are missing, or the gzip stream is cut.
    """
    # BEGIN SOLUTION
    (number, rows, columns), data = _read(path, _IMAGES, 3)
    wanted = number * rows * columns
    if len(data) < wanted:
        raise ValueError(f"{path}: {len(data)} bytes for {number} images of {rows} x {columns}")
    # A bytearray may be written to, so the tensor on top of it may, too.
    return torch.frombuffer(bytearray(data[:wanted]), dtype=torch.uint8).reshape(number, rows, columns)
    # END SOLUTION


def read_labels(path):
    """Return the labels of a gzip IDX file, int64 of shape (N,).

    Raise `ValueError` where the magic number is wrong, bytes are missing, or the gzip stream is cut.
    """
    # BEGIN SOLUTION
    (number,), data = _read(path, _LABELS, 1)
    if len(data) < number:
        raise ValueError(f"{path}: {len(data)} bytes for {number} labels")
    # int64, since that is what the losses and indexing want.
    return torch.tensor(list(data[:number]), dtype=torch.int64)
    # END SOLUTION


def label_names(labels):
    """Return a list with the name of each label in `labels`, int64 of (N,)."""
    # BEGIN SOLUTION
    return [_NAMES[label] for label in labels.tolist()]
    # END SOLUTION


def to_input(images):
    """Return uint8 images (N, rows, columns) as float32 of (N, 1, rows, columns): 0 becomes 0.0 and 255 becomes 1.0."""
    # BEGIN SOLUTION
    # One channel, the second axis: convolutions count channels there.
    return images.unsqueeze(1).to(torch.float32) / 255
    # END SOLUTION
