"""Sharing decides: what a released table is, and who may be given one."""

from titip.share.rules.audiences import SMALLEST_K, Audience, check_k, other_ks
from titip.share.rules.columns import STAR, SUPPRESSED, Cell, Column, Heading, Part, Value
from titip.share.rules.problems import ReleaseRefused, TableProblem, UnknownColumn
from titip.share.rules.released import About, Released, Suppression, Table

__all__ = [
    "SMALLEST_K",
    "STAR",
    "SUPPRESSED",
    "About",
    "Audience",
    "Cell",
    "Column",
    "Heading",
    "Part",
    "Released",
    "ReleaseRefused",
    "Suppression",
    "Table",
    "TableProblem",
    "UnknownColumn",
    "Value",
    "check_k",
    "other_ks",
]
