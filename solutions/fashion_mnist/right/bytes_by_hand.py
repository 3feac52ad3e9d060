"""One byte after the other."""

import gzip
import io

import torch


class Reader:
    def __init__(self, path):
        with open(path, "rb") as file:
            packed = file.read()
        try:
            self.stream = io.BytesIO(gzip.decompress(packed))
        except (EOFError, OSError):
            raise ValueError(f"{path} is damaged")

    def integer(self):
        a, b, c, d = self.stream.read(4)
        return ((a * 256 + b) * 256 + c) * 256 + d

    def values(self, count):
        values = list(self.stream.read(count) if count < 10**9 else b"")
        if len(values) != count:
            raise ValueError("the file ends early")
        return values


def read_images(path):
    reader = Reader(path)
    if reader.integer() != 2051:
        raise ValueError("not images")
    n, rows, columns = reader.integer(), reader.integer(), reader.integer()
    images = torch.ByteTensor(reader.values(n * rows * columns))
    return images.view(n, rows, columns)


def read_labels(path):
    reader = Reader(path)
    if reader.integer() != 2049:
        raise ValueError("not labels")
    return torch.LongTensor(reader.values(reader.integer()))


def label_names(labels):
    text_labels = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]
    return [text_labels[int(i)] for i in labels]


def to_input(images):
    n, rows, columns = images.shape
    x = torch.empty(n, 1, rows, columns)
    x[:, 0] = images
    x *= 1 / 255
    return x
