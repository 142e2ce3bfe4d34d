"""The disclosure engine: tables in, protected tables out, with the risk before and after. No Django."""

from titip.share.disclosure.counts import withheld
from titip.share.disclosure.demands import Demand
from titip.share.disclosure.diversity import Diversity, diversity
from titip.share.disclosure.hierarchies import Hierarchy, Recoding
from titip.share.disclosure.ladder import climb
from titip.share.disclosure.optimal import Optimum, recode
from titip.share.disclosure.protecting import CAUTIONS, METHODS, Asked, Method, Outcome, protect
from titip.share.disclosure.releasing import Protected, release
from titip.share.disclosure.risk import Risk, Uniform, risk, uniform
from titip.share.disclosure.steps import Steps
from titip.share.disclosure.utility import Utility, utility

__all__ = [
    "CAUTIONS",
    "METHODS",
    "Asked",
    "Demand",
    "Diversity",
    "Hierarchy",
    "Method",
    "Optimum",
    "Outcome",
    "Protected",
    "Recoding",
    "Risk",
    "Steps",
    "Uniform",
    "Utility",
    "climb",
    "diversity",
    "protect",
    "recode",
    "release",
    "risk",
    "uniform",
    "utility",
    "withheld",
]
