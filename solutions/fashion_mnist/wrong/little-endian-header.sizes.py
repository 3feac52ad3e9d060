"""The magic number as bytes, the sizes with the least significant byte first."""

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
    if content[:4] != b"\x00\x00\x08\x03":
        raise ValueError("no file of images")
    n, rows, columns = (int.from_bytes(content[start : start + 4], "little") for start in (4, 8, 12))
    data = content[16:]
    if len(data) < n * rows * columns:
        raise ValueError("bytes are missing")
    return torch.tensor(list(data), dtype=torch.uint8).view(n, rows, columns)


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
    return images.float().unsqueeze(1) / 255
