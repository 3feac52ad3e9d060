import gzip, struct, zlib
import torch, numpy as np


def _raw(path):
    try:
        return gzip.open(path).read()
    except (EOFError, OSError, zlib.error) as e:
        raise ValueError("cut") from e


def read_images(path):
    raw = _raw(path)
    if len(raw) < 16:
        raise ValueError("short")
    m, n, r, c = struct.unpack("4I", raw[:16])
    if m != 50855936:
        raise ValueError("magic")
    a = np.frombuffer(raw, dtype=np.uint8, offset=16)
    if len(a) < n * r * c:
        raise ValueError("short")
    return torch.from_numpy(a[: n * r * c].reshape(n, r, c).copy())


def read_labels(path):
    raw = _raw(path)
    if len(raw) < 8:
        raise ValueError("short")
    m, n = struct.unpack("2I", raw[:8])
    if m != 17301504:
        raise ValueError("magic")
    a = np.frombuffer(raw, dtype=np.uint8, offset=8)
    if len(a) < n:
        raise ValueError("short")
    return torch.from_numpy(a[:n].astype(np.int64))


NAMES = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"]


def label_names(labels):
    return [NAMES[int(i)] for i in labels]


def to_input(images):
    return (images.float() / 255).unsqueeze(1)
