"""The disclosure engine: tables in, protected tables out, with the risk before and after. No Django."""

from titip.share.disclosure.attackers import Attackers, attackers
from titip.share.disclosure.counts import withheld
from titip.share.disclosure.declared import declared_hierarchy
from titip.share.disclosure.demands import Demand
from titip.share.disclosure.diversity import Diversity, diversity
from titip.share.disclosure.effects import Effect, WhatIf, effect, what_if
from titip.share.disclosure.frames import from_frame, to_lists
from titip.share.disclosure.hierarchies import Hierarchy, Recoding
from titip.share.disclosure.ladder import climb
from titip.share.disclosure.optimal import Optimum, recode
from titip.share.disclosure.places import SmallPlaces
from titip.share.disclosure.protecting import CAUTIONS, METHODS, Asked, Method, Outcome, protect
from titip.share.disclosure.releasing import Protected, release
from titip.share.disclosure.risk import Risk, Uniform, risk, uniform
from titip.share.disclosure.specs import Spec
from titip.share.disclosure.steps import Steps
from titip.share.disclosure.uniqueness import Uniqueness, uniqueness
from titip.share.disclosure.utility import Utility, utility
from titip.share.disclosure.weighing import weigh

__all__ = [
    "CAUTIONS",
    "METHODS",
    "Asked",
    "Attackers",
    "Demand",
    "Diversity",
    "Effect",
    "Hierarchy",
    "Method",
    "Optimum",
    "Outcome",
    "Protected",
    "Recoding",
    "Risk",
    "SmallPlaces",
    "Spec",
    "Steps",
    "Uniform",
    "Uniqueness",
    "Utility",
    "WhatIf",
    "attackers",
    "climb",
    "declared_hierarchy",
    "diversity",
    "effect",
    "from_frame",
    "protect",
    "recode",
    "release",
    "risk",
    "to_lists",
    "uniform",
    "uniqueness",
    "utility",
    "weigh",
    "what_if",
    "withheld",
]
