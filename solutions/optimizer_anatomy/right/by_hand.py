import torch


def defaults(optimizer):
    return {name: optimizer.defaults[name] for name in optimizer.defaults}


def parameter_count(optimizer):
    return torch.cat([p.detach().reshape(-1) for g in optimizer.param_groups for p in g["params"]]).numel()


def set_learning_rate(optimizer, lr):
    for g in optimizer.param_groups:
        g["lr"] = lr
    return optimizer


def velocity(optimizer, param):
    entry = optimizer.state[param]
    return entry["momentum_buffer"].clone() if entry.get("momentum_buffer") is not None else None


def clone(optimizer, params):
    start, groups, pairs = 0, [], []
    for group in optimizer.param_groups:
        end = start + len(group["params"])
        options = {key: value for key, value in group.items() if key != "params"}
        groups.append(dict(params=params[start:end], **options))
        pairs += zip(group["params"], params[start:end])
        start = end
    new = optimizer.__class__([groups[0]], **optimizer.defaults)
    for group in groups[1:]:
        new.add_param_group(group)
    for old, fresh in pairs:
        for key, value in optimizer.state[old].items():
            new.state[fresh][key] = value.clone() if isinstance(value, torch.Tensor) else value
    return new


METHODS = {}
METHODS["step"] = "updates parameters"
METHODS["zero_grad"] = "clears gradients"
METHODS["state_dict"] = "returns groups and state"
METHODS["load_state_dict"] = "restores groups and state"
METHODS["add_param_group"] = "adds parameters with options of their own"
