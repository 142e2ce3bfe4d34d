"""The disclosure engine: tables in, protected tables out, with the risk before and after. No Django."""

from titip.share.disclosure.counts import withheld
from titip.share.disclosure.ladder import Steps, climb
from titip.share.disclosure.releasing import CAUTIONS, Protected, release
from titip.share.disclosure.risk import Risk, Uniform, risk, uniform
from titip.share.disclosure.utility import Utility, utility

__all__ = ["CAUTIONS", "Protected", "Risk", "Steps", "Uniform", "Utility", "climb", "release", "risk", "uniform", "utility", "withheld"]
