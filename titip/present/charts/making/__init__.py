"""Specifications made from wishes: which columns of a released table, drawn as what."""

from titip.present.charts.making.making import make
from titip.present.charts.making.wish import Wish

__all__ = ["Wish", "make"]
