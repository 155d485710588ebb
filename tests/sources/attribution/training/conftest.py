"""The tests that need torch are collected where the training requirements are installed, and only there."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_network.py"]
