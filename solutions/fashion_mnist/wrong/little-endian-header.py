"""The machine's own byte order, and no look at the magic number."""

import gzip
import struct

import numpy as np
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
    with gzip.open(path) as file:
        _, n, rows, columns = np.frombuffer(file.read(16), dtype=np.int32)
        data = file.read()
    return torch.from_numpy(np.frombuffer(data, dtype=np.uint8).copy()).reshape(int(n), int(rows), int(columns))


def read_labels(path):
    with gzip.open(path) as file:
        _, n = np.frombuffer(file.read(8), dtype=np.int32)
        return torch.from_numpy(np.frombuffer(file.read(), dtype=np.uint8).astype(np.int64))[:n]


def label_names(labels):
    return [NAMES[int(label)] for label in labels]


def to_input(images):
    return images.float().unsqueeze(1) / 255
