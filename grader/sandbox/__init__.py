"""The only place where a student's code runs, and the line that separates it from us.

Processes: a trusted *worker* starts a *zygote* (a new program that has imported torch and nothing of the course); the
zygote forks one jailed *child* for each submission. Worker and child talk over a socket of their own.
"""
