ANSWER = 28


def double(x):
    return x.mul_(2)
