"""A practice house of any size: up to a million made-up people, for trying out and for measuring."""

from titip.govern.practice.scale.making import MOST, NotEmpty, make

__all__ = ["MOST", "NotEmpty", "make"]
