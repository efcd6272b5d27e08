"""Wick on one machine: `make run` and `make cluster`, and the private MongoDB, Redis and Nginx they start.

Each command is a module (run, cluster, services) that says which services to start, in stages; group.py
keeps them alive and ends them in the opposite order. Only prepare.py imports Django.
"""
