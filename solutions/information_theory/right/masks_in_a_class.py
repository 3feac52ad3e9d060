import torch
from dataclasses import dataclass


@dataclass(frozen=True)
class Safe:
    eps: float = 0.0

    def plogq(self, p: torch.Tensor, q: torch.Tensor) -> torch.Tensor:
        out = torch.zeros_like(p * q)
        mask = p > 0
        out[mask] = p[mask] * q[mask].log()
        return out


_s = Safe()


def self_information(p):
    """自信息"""
    return p.log().neg()


def entropy(p):
    return _s.plogq(p, p).sum(-1).neg()


def relative_entropy(p, q):
    return (_s.plogq(p, p) - _s.plogq(p, q)).sum(dim=-1)


def cross_entropy(p, q):
    return -_s.plogq(p, q).sum(dim=-1)
