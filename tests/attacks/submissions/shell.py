"""Runs shells and programs in every way that Python knows.

Must come of it: failed, 0 points.
"""

import multiprocessing
import os
import pty
import subprocess

ANSWER = 0


def double(x):
    for attempt in (
        lambda: subprocess.run(["/bin/sh", "-c", "echo BREACH"]),
        lambda: subprocess.run("echo BREACH", shell=True),
        lambda: os.popen("echo BREACH").read(),
        lambda: os.execv("/bin/echo", ["echo", "BREACH"]),
        lambda: os.execve("/proc/self/exe", ["python", "-c", "print('BREACH')"], {}),
        lambda: pty.spawn("/bin/sh"),
        lambda: multiprocessing.get_context("fork").Process(target=print, args=("BREACH",)).start(),
    ):
        try:
            attempt()
        except OSError as error:
            print(type(error).__name__)
    if os.system("true") == 0:
        print("BREACH: system")
    return x
