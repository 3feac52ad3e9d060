import copy


def defaults(optimizer):
    return dict(optimizer.defaults)


def parameter_count(optimizer):
    return sum(p.numel() for g in optimizer.param_groups for p in g["params"])


def set_learning_rate(optimizer, lr):
    optimizer.defaults["lr"] = lr
    for g in optimizer.param_groups:
        g["lr"] = lr



def velocity(optimizer, param):
    return optimizer.state.get(param, {}).get("momentum_buffer")


def clone(optimizer, params):
    params = iter(params)
    groups = []
    for g in optimizer.param_groups:
        new = {k: v for k, v in g.items() if k != "params"}
        new["params"] = [next(params) for _ in g["params"]]
        groups.append(new)
    result = type(optimizer)(groups, **optimizer.defaults)
    result.load_state_dict(copy.deepcopy(optimizer.state_dict()))
    return result


METHODS = {
    "zero_grad": "clears gradients",
    "step": "updates parameters",
    "add_param_group": "adds parameters with options of their own",
    "state_dict": "returns groups and state",
    "load_state_dict": "restores groups and state",
}
