from fractions import Fraction
import numpy as np
import torch

T = """CrossEntropyLoss|multiclass|logits|class index|1|2
NLLLoss|multiclass|log-probabilities|class index|1|2
BCELoss|multilabel|probabilities|same shape|1|2
BCEWithLogitsLoss|multilabel|logits|same shape|1|2
L1Loss|regression|values|same shape|0|2
MSELoss|regression|values|same shape|0|2
SmoothL1Loss|regression|values|same shape|0|2
PoissonNLLLoss|regression|log-rate|same shape|0|2
KLDivLoss|distribution|log-probabilities|same shape|0|2
MarginRankingLoss|ranking|values|plus or minus one|0|3
MultiLabelMarginLoss|multilabel|logits|same shape|0|2
SoftMarginLoss|multilabel|scores|plus or minus one|0|2
MultiLabelSoftMarginLoss|multilabel|scores|same shape|1|2
MultiMarginLoss|multiclass|logits|class index|1|2
TripletMarginLoss|ranking|embeddings|none|0|3
HingeEmbeddingLoss|binary|distances|plus or minus one|0|2
CosineEmbeddingLoss|embedding|embeddings|plus or minus one|0|3
CTCLoss|sequence|log-probabilities|label sequence|0|4"""
SUMMARY = {}
for line in T.splitlines():
    n, a, b, c, w, k = line.split("|")
    SUMMARY[n] = {
        "task": a,
        "input": b,
        "target": c,
        "class_weight": bool(int(w)),
        "tensors": Fraction(int(k)),
        "reduction": "mean",
        "note": "笔记",
    }
