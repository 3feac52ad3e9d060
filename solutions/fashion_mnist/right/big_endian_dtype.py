import gzip, zlib
import numpy as np
import torch


def load(path, ndim):
    try:
        buf = gzip.GzipFile(path).read()
        head = np.frombuffer(buf, ">i4", count=1 + ndim)
    except (OSError, EOFError, zlib.error) as err:
        raise ValueError(str(err))
    if head[0] != 2048 + ndim:
        raise ValueError("bad magic %d" % head[0])
    data = np.frombuffer(buf, np.uint8, offset=4 * (ndim + 1))
    shape = tuple(int(s) for s in head[1:])
    size = 1
    for s in shape:
        size *= s
    if data.size < size:
        raise ValueError("too short")
    return data[:size].reshape(shape)


def read_images(path):
    return torch.as_tensor(load(path, 3).copy())


def read_labels(path):
    return torch.as_tensor(load(path, 1).astype("int64"))


D = {
    0: "t-shirt",
    1: "trouser",
    2: "pullover",
    3: "dress",
    4: "coat",
    5: "sandal",
    6: "shirt",
    7: "sneaker",
    8: "bag",
    9: "ankle boot",
}


def label_names(labels):
    return [D[i.item()] for i in labels]


def to_input(images):
    n, h, w = images.shape
    return images.reshape(n, 1, h, w).type(torch.float32) * (1 / 255)
