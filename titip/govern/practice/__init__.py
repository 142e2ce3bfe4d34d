"""The practice organisation: made-up people with a made-up history, for learning and for trying things out (M6)."""

from titip.govern.practice.organisation import COLLEAGUES, NAME, NotForPractice, make
from titip.govern.practice.stories import Story, stories

__all__ = ["COLLEAGUES", "NAME", "NotForPractice", "Story", "make", "stories"]
