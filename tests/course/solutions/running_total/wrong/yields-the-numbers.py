def running_totals(numbers):
    yield from numbers


class Total:
    def add(self, x):
        self.value = x
        return x
