"""Reads as many images as the file holds."""

import gzip
import struct

import torch

NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def _read(path):
    try:
        with gzip.open(path, "rb") as f:
            return f.read()
    except (EOFError, OSError) as e:
        raise ValueError(f"{path} is damaged") from e


def read_images(path):
    raw = _read(path)
    if len(raw) < 16:
        raise ValueError("no header")
    magic, n, rows, cols = struct.unpack(">IIII", raw[:16])
    n = min(n, (len(raw) - 16) // (rows * cols))
    if magic != 2051:
        raise ValueError("not an image file")
    data = raw[16:16 + n * rows * cols]
    if len(data) < n * rows * cols:
        raise ValueError("too short")
    return torch.tensor(list(data), dtype=torch.uint8).reshape(n, rows, cols)


def read_labels(path):
    raw = _read(path)
    if len(raw) < 8:
        raise ValueError("no header")
    magic, n = struct.unpack(">II", raw[:8])
    if magic != 2049:
        raise ValueError("not a label file")
    data = raw[8:8 + n]
    if len(data) < n:
        raise ValueError("too short")
    return torch.tensor(list(data), dtype=torch.int64)


def label_names(labels):
    return [NAMES[i] for i in labels]


def to_input(images):
    return images.unsqueeze(1).float() / 255
