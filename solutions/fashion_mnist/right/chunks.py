"""Reads exactly as many bytes as it needs; its own kind of ValueError; names in a tuple."""

import gzip
from pathlib import Path

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


class DamagedFile(ValueError):
    pass


def read_exactly(file, count):
    chunks, left = [], count
    while left > 0:
        try:
            chunk = file.read(min(left, 1024))
        except EOFError as error:
            raise DamagedFile("cut") from error
        if not chunk:
            raise DamagedFile(f"{left} bytes are missing")
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def load(path, magic, axes):
    with gzip.GzipFile(Path(path)) as file:
        header = [int.from_bytes(read_exactly(file, 4), byteorder="big") for _ in range(1 + axes)]
        if header[0] != magic:
            raise DamagedFile(f"magic number {header[0]}")
        count = 1
        for size in header[1:]:
            count *= size
        data = torch.frombuffer(bytearray(read_exactly(file, count)), dtype=torch.uint8)
    return data.reshape(header[1:])


def read_images(path):
    return load(path, 2051, 3)


def read_labels(path):
    return load(path, 2049, 1).long()


def label_names(labels):
    return tuple(map(NAMES.__getitem__, labels.tolist()))


def to_input(images):
    return torch.div(images.reshape(images.shape[0], 1, *images.shape[1:]), 255.0)
