import torch, itertools

METHODS = dict(
    zip(
        ["zero_grad", "step", "add_param_group", "state_dict", "load_state_dict"],
        (
            "clears gradients",
            "updates parameters",
            "adds parameters with options of their own",
            "returns groups and state",
            "restores groups and state",
        ),
    )
)


def defaults(o):
    return o.defaults.copy()


def parameter_count(o):
    return torch.cat([p.detach().reshape(-1) for g in o.param_groups for p in g["params"]]).shape[0]


def set_learning_rate(o, lr):
    """设置学习率"""
    for i in range(len(o.param_groups)):
        o.param_groups[i]["lr"] = lr


def velocity(o, p):
    if p not in o.state:
        return None
    return o.state[p].get("momentum_buffer", None)


def clone(optimizer, params):
    params = list(params)
    old = [p for g in optimizer.param_groups for p in g["params"]]
    table = dict(zip(map(id, old), params))
    new = None
    for g in optimizer.param_groups:
        group = {**g, "params": [table[id(p)] for p in g["params"]]}
        if new is None:
            new = optimizer.__class__([group], **{k: v for k, v in optimizer.defaults.items()})
        else:
            new.add_param_group(group)
    for p, q in zip(old, params):
        if p in optimizer.state:
            new.state[q] = {k: v.clone() if torch.is_tensor(v) else v for k, v in optimizer.state[p].items()}
    return new
