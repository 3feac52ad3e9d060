"""NumPy's big-endian integers, and its ValueError for a buffer that is too small."""

import gzip
import struct

import numpy as np
import torch


def read_images(path):
    return torch.from_numpy(idx(path, 3).copy())


def read_labels(path):
    return torch.from_numpy(idx(path, 1).astype(np.int64))


def label_names(labels):
    names = np.array(
        ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
    )
    return names[labels.numpy()].tolist()


def to_input(images):
    array = images.numpy()[:, np.newaxis].astype(np.float32) / np.float32(255)
    return torch.from_numpy(array)


def idx(path, dims):
    try:
        with gzip.open(path, "rb") as file:
            magic = np.frombuffer(file.read(4), ">u4")[0]
            if magic != 0x800 + dims:
                raise ValueError(f"magic number {magic}")
            shape = np.frombuffer(file.read(4 * dims), ">i4").astype(object)
            return np.frombuffer(file.read(), np.uint8, count=int(shape.prod())).reshape(*shape)
    except EOFError:
        raise ValueError("truncated") from None
