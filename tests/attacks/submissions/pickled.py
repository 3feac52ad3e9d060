"""Returns objects that would run code when they are unpickled, and unpickles some in its own process.

Must come of it: failed or errored, 0 points.
"""

import io
import pickle

import torch

ANSWER = 0


class Bomb:
    def __reduce__(self):
        return print, ("BREACH: unpickled elsewhere",)


def double(x):
    file = io.BytesIO()
    torch.save({"bomb": torch.nn.Linear(1, 1)}, file)
    file.seek(0)
    torch.load(file, weights_only=False)
    return Bomb()
