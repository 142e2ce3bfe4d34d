"""The estimation engine: how many are not seen, by multiple systems estimation, with its doubts. No Django."""

from titip.analyse.estimation.asking import MODELS, Asked
from titip.analyse.estimation.estimating import estimate
from titip.analyse.estimation.histories import Histories, TooThin, read_histories
from titip.analyse.estimation.latent import Sampling
from titip.analyse.estimation.reporting import LeftOut, Report
from titip.analyse.estimation.results import Estimate

__all__ = ["MODELS", "Asked", "Estimate", "Histories", "LeftOut", "Report", "Sampling", "TooThin", "estimate", "read_histories"]
