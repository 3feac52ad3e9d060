"""Named tuples turned into dicts, NumPy scalars, a further key with a module, and a further row."""

from collections import OrderedDict, namedtuple

import numpy as np
from torch import nn

Row = namedtuple("Row", "task input target class_weight tensors reduction example", defaults=["mean", None])

SUMMARY = OrderedDict()
SUMMARY["CrossEntropyLoss"] = Row("multiclass", "logits", "class index", np.bool_(True), np.int64(2))
SUMMARY["NLLLoss"] = Row("multiclass", "log-probabilities", "class index", np.bool_(True), np.int64(2))
SUMMARY["BCELoss"] = Row("binary", "probabilities", "same shape", np.bool_(True), np.int64(2))
SUMMARY["BCEWithLogitsLoss"] = Row("binary", "logits", "same shape", np.bool_(True), np.int64(2))
SUMMARY["L1Loss"] = Row("regression", "values", "same shape", np.bool_(False), np.int64(2))
SUMMARY["MSELoss"] = Row("regression", "values", "same shape", np.bool_(False), np.int64(2))
SUMMARY["SmoothL1Loss"] = Row("regression", "values", "same shape", np.bool_(False), np.int64(2))
SUMMARY["PoissonNLLLoss"] = Row("counts", "log-rate", "same shape", np.bool_(False), np.int64(2))
SUMMARY["KLDivLoss"] = Row("distribution", "log-probabilities", "same shape", np.bool_(False), np.int64(2))
SUMMARY["MarginRankingLoss"] = Row("ranking", "scores", "plus or minus one", np.bool_(False), np.int64(3))
SUMMARY["MultiLabelMarginLoss"] = Row("multilabel", "scores", "class index", np.bool_(False), np.int64(2))
SUMMARY["SoftMarginLoss"] = Row("binary", "logits", "plus or minus one", np.bool_(False), np.int64(2))
SUMMARY["MultiLabelSoftMarginLoss"] = Row("multilabel", "logits", "same shape", np.bool_(True), np.int64(2))
SUMMARY["MultiMarginLoss"] = Row("multiclass", "scores", "class index", np.bool_(True), np.int64(2))
SUMMARY["TripletMarginLoss"] = Row("embedding", "embeddings", "none", np.bool_(False), np.int64(3))
SUMMARY["HingeEmbeddingLoss"] = Row("embedding", "distances", "plus or minus one", np.bool_(False), np.int64(2))
SUMMARY["CosineEmbeddingLoss"] = Row("embedding", "embeddings", "plus or minus one", np.bool_(False), np.int64(3))
SUMMARY["CTCLoss"] = Row("sequence", "log-probabilities", "label sequence", np.bool_(False), np.int64(4))

for name, row in SUMMARY.items():
    SUMMARY[name] = row._replace(example=getattr(nn, name)())._asdict()
SUMMARY["HuberLoss"] = {"task": "regression", "note": "not asked for"}
