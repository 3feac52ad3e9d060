"""Never ends while it is loaded.

Must come of it: timed_out, 0 points.
"""

while True:
    pass
