"""Returns tensors without memory, of other layouts, quantized, nested, and of other devices.

Must come of it: failed or errored, 0 points.
"""

import torch

ANSWER = 0
MAKERS = [
    lambda: torch.empty(3, 4, device="meta"),
    lambda: torch.sparse_coo_tensor(size=(10**9, 10**9)),
    lambda: torch.zeros(1).expand(10**6, 10**6),
    lambda: torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8),
    lambda: torch.nested.nested_tensor([torch.ones(2), torch.ones(3)]),
    lambda: torch.empty(2**40, 0),
    lambda: torch.zeros(1).as_strided((2, 2), (0, 0)),
    lambda: torch.ones(2).to_mkldnn(),
]
count = 0


def double(x):
    global count
    count += 1
    return MAKERS[count % len(MAKERS)]()
