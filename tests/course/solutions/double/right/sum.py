ANSWER = 7 * 4


def double(x):
    return x + x
