import torch.nn.functional as F
from torch import nn


CLASS_CHAIN = ("CrossEntropyLoss", "_WeightedLoss", "_Loss", "Module")


def class_chain(loss):
    def above(kind):
        return [kind.__name__] if kind is nn.Module else [kind.__name__, *above(kind.__bases__[0])]

    return above(loss.__class__)


def functional_name(loss):
    words = "".join("_" + c.lower() if c.isupper() else c for c in type(loss).__name__).replace("_", "")
    special = {"bceloss": "binary_cross_entropy", "bcewithlogitsloss": "binary_cross_entropy_with_logits"}
    if words in special:
        return special[words]
    for name in dir(F):
        if name.replace("_", "") in (words, words.removesuffix("loss")) and not name[0].isupper():
            return name
