"""Write the four quantities of information theory that losses are made of, in nats.

Distributions lie along the last axis; an event of probability 0 adds nothing, one that was held impossible costs inf.
"""

import torch


def self_information(p):
    """Return the self-information, in nats, of events of the probabilities `p`, element by element."""
    raise NotImplementedError("self_information: write your code here")


def entropy(p):
    """Return the entropy of each distribution in `p`, of shape `p.shape[:-1]`; 0 log 0 is 0."""
    raise NotImplementedError("entropy: write your code here")


def relative_entropy(p, q):
    """Return the relative entropy D(p || q) of each pair of distributions; inf where `q` is 0 and `p` is not."""
    raise NotImplementedError("relative_entropy: write your code here")


def cross_entropy(p, q):
    """Return the cross-entropy of each pair, `p` the truth and `q` the model; inf where `q` is 0 and `p` is not."""
    raise NotImplementedError("cross_entropy: write your code here")
