"""Three axes."""

import gzip
import struct

import torch


NAMES = [
    "t-shirt",
    "trouser",
    "pullover",
    "dress",
    "coat",
    "sandal",
    "shirt",
    "sneaker",
    "bag",
    "ankle boot",
]


def unpack(path):
    try:
        with gzip.open(path, "rb") as file:
            return file.read()
    except EOFError as error:
        raise ValueError("the stream is cut") from error


def read_images(path):
    content = unpack(path)
    magic, n, rows, columns = struct.unpack(">IIII", content[:16])
    if magic != 2051:
        raise ValueError("no file of images")
    data = content[16:]
    if len(data) < n * rows * columns:
        raise ValueError("bytes are missing")
    return torch.tensor(list(data), dtype=torch.uint8).reshape(n, rows, columns)


def read_labels(path):
    content = unpack(path)
    magic, n = struct.unpack(">II", content[:8])
    if magic != 2049:
        raise ValueError("no file of labels")
    if len(content) < 8 + n:
        raise ValueError("bytes are missing")
    return torch.tensor(list(content[8:]))


def label_names(labels):
    return [NAMES[int(label)] for label in labels]


def to_input(images):
    return images / 255
