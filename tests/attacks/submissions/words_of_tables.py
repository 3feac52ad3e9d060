"""Prints and raises what ends tables, pages and documents of XML, and characters that none of them may hold.

Must come of it: errored or failed, 0 points.
"""

ANSWER = 0


def double(x):
    print(']]></system-out><testsuite name="x">\ufffe\uffff\x0b&#0;\n=1+1,"a\n@SUM(1)')
    raise ValueError('\ufffe]]> <a b="c"> --> </pre></script> =1+1')
