import torch
from torch import linalg

relu = torch.nn.ReLU()
l1 = lambda x, y: torch.norm(x.flatten() - y.flatten(), p=1) / x.numel()
smooth_l1 = lambda x, y, beta=1.0: torch.where((x - y).abs() < beta, 0.5 * (x - y) ** 2 / beta, (x - y).abs() - 0.5 * beta).mean()
poisson_nll = lambda log_rate, y: torch.mean(torch.expm1(log_rate) + 1 - torch.mul(y, log_rate))
gaussian_nll = lambda mean, y, variance, eps=1e-6: 0.5 * torch.mean(variance.clamp_min(eps).log() + (y - mean).pow(2).div(variance.clamp_min(eps)))
kl_div = lambda log_q, p: torch.nansum(p * (p.log() - log_q)) / len(p)
hinge_embedding = lambda x, y, margin=1.0: torch.cat([x[y == 1], relu(margin - x[y == -1])]).sum() / x.numel()
margin_ranking = lambda x1, x2, y, margin=0.0: relu(-y * (x1 - x2) + margin).mean()
soft_margin = lambda x, y: torch.logaddexp(torch.zeros_like(x), -y * x).mean()
multi_margin = lambda x, y, margin=1.0: ((margin - x.gather(1, y.view(-1, 1)) + x).sum(1) - margin).div(x.size(1)).mean()

multilabel_soft_margin = lambda x, y: -torch.mean(torch.xlogy(y, x.sigmoid()) + torch.xlogy(1 - y, 1 - x.sigmoid()))
def cosine_embedding(x1, x2, y, margin=0.0):
    c = torch.einsum("nd,nd->n", x1, x2) / torch.sqrt(torch.einsum("nd,nd->n", x1, x1) * torch.einsum("nd,nd->n", x2, x2))
    is_same = y.gt(0).to(c.dtype)
    return torch.mean(is_same * (1 - c) + (1 - is_same) * relu(c - margin))
triplet_margin = lambda anchor, positive, negative, margin=1.0: relu(linalg.norm(anchor - positive, dim=-1) - linalg.norm(anchor - negative, dim=-1) + margin).mean()
