"""Has a class whose class answers calls and attributes with itself.

Exercise: running_total. Must come of it: failed or errored or timed_out, 0 points.
"""


class Meta(type):
    def __call__(cls, *_):
        return cls

    def __getattr__(cls, name):
        return lambda *_: cls


def running_totals(numbers):
    return range(10**12)


class Total(metaclass=Meta):
    pass
