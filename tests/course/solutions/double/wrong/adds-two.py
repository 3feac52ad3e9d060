ANSWER = 28


def double(x):
    return x + 2
