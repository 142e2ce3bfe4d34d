"""Estimates how many there are, seen or not, by each kind of model asked for, and what speaks against each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from titip.analyse.estimation import messages
from titip.analyse.estimation.asking import Asked
from titip.analyse.estimation.bounding import TooManyModels
from titip.analyse.estimation.chao import avoiding, chao_interval, chao_unseen
from titip.analyse.estimation.design import Design
from titip.analyse.estimation.existence import slack
from titip.analyse.estimation.fitting import Fits, spread_of_intercept
from titip.analyse.estimation.histories import Histories, TooThin
from titip.analyse.estimation.latent import AGREE, Posterior, sample
from titip.analyse.estimation.reporting import LeftOut, Report
from titip.analyse.estimation.resampling import Bca, bootstrap
from titip.analyse.estimation.results import Estimate, about
from titip.analyse.estimation.selecting import Method, choose, price, totals
from titip.analyse.estimation.stepwise import stepwise
from titip.analyse.estimation.surveying import Survey, can_survey, survey
from titip.analyse.estimation.watching import Watch, unwatched
from titip.analyse.rules.sentences import Sentence

#: Standard errors each way of a 95 % interval.
Z = 1.959963984540054
#: With fewer resamples the ends of an interval move visibly from seed to seed.
ROUGH = 500
#: Higher interactions than of pairs are searched for up to this many lists.
MOST_FOR_HIGHER = 5
#: Quick and simple: whatever is asked for, these stand beside it, so that no figure stands alone.
BESIDE = ("main", "chao")


def estimate(histories: Histories, asked: Asked, *, unit: str = "people", watch: Watch = unwatched) -> Report:
    """Every model asked for, with those of ``BESIDE`` always among them, and each again with one list left out.

    Raises TooThin for lists that cannot carry an estimate, ValueError for interactions that are not searched for so many lists.
    """
    histories.refuse_thin()
    if asked.order > 2 and histories.size > MOST_FOR_HIGHER:
        raise ValueError(f"Higher interactions are searched for up to {MOST_FOR_HIGHER} lists. Leave out --order, or join lists.")
    work = _Work(histories, asked, watch)
    beside = tuple(work.one(name, bootstrapped=False) for name in BESIDE if name not in asked.models)
    estimates = tuple(work.one(name) for name in asked.models)
    if any(one.model == "main" and one.estimate is None for one in (*estimates, *beside)):
        raise TooThin(Sentence(messages.MAIN_FAILS))
    left_out = _left_out(histories, asked, watch)
    return Report(histories.lists, histories.n, unit, estimates, beside, left_out, asked.seed, asked.bootstrap, histories.unlisted)


def _left_out(histories: Histories, asked: Asked, watch: Watch) -> tuple[LeftOut, ...]:
    """Again without each list. Latent classes are left out of this: they would take as long again for each list."""
    names = [name for name in dict.fromkeys((*asked.models, *BESIDE)) if name != "lcmcr"]
    told = []
    for place, name in enumerate(watch(histories.lists, label="leaving out lists", total=histories.size)):
        fewer = histories.without(place)
        try:
            fewer.refuse_thin()
            told.append(LeftOut(name, {model: _total(asked.method(model), fewer) for model in names}))
        except TooThin as thin:
            told.append(LeftOut(name, dict.fromkeys(names), thin.sentence))
    return tuple(told)


def _total(method: Method, histories: Histories) -> float | None:
    try:
        value = float(totals((method, histories.size, histories.counts[None]))[0])
    except TooManyModels:
        return None
    return value if np.isfinite(value) else None


class _Work:
    """One table and what was asked of it; the survey of all models is shared by BIC and AIC."""

    def __init__(self, histories: Histories, asked: Asked, watch: Watch) -> None:
        self.histories, self.asked, self.watch = histories, asked, watch
        self._survey: Survey | None = None

    def one(self, name: str, *, bootstrapped: bool = True) -> Estimate:
        """The estimate of one kind of model."""
        if name == "lcmcr":
            return self._latent()
        method = self.asked.method(name)
        too_many = Sentence(messages.TOO_MANY_MODELS, {"lists": self.histories.size})
        try:
            made = self._chao() if name == "chao" else self._log_linear(method)
        except TooManyModels:
            return Estimate(name, _label(method), notes=(too_many,))
        if made.estimate is None or not bootstrapped or not self.asked.bootstrap:
            return made
        try:
            drawn = bootstrap(self.histories, method, times=self.asked.bootstrap, seed=self.asked.seed, cores=self.asked.cores, watch=self.watch)
        except TooManyModels:
            return replace(made, notes=(*made.notes, too_many))
        return _resampled(made, drawn)

    def _log_linear(self, method: Method) -> Estimate:
        design = method.design(self.histories.size)
        fits, order, checks, notes = self._chosen(method, design)
        threshold = method.threshold if method.name == "stepwise" else None
        bare = Estimate(method.name, _label(method), threshold)
        if not fits.possible[0]:
            return replace(bare, notes=(Sentence(messages.NO_ESTIMATE),))
        named = [self.histories.named(int(design.terms[column])) for column in order]
        width = Z * float(spread_of_intercept(design, fits)[0])
        n, unseen = self.histories.n, float(fits.unseen[0])
        return replace(
            bare,
            terms=tuple(named),
            estimate=n + unseen,
            interval=(n + unseen * np.exp(-width), n + unseen * np.exp(width)),
            checks=self._checks(design, fits) | checks,
            notes=notes,
        )

    def _chosen(self, method: Method, design: Design) -> tuple[Fits, list[int], dict[str, Any], tuple[Sentence, ...]]:
        """The fit, the columns of its interactions in order, and what the choosing itself tells."""
        counts = self.histories.counts[None]
        if method.name == "stepwise":
            steps = stepwise(design, counts, method.threshold)
            return steps.fits, [column for column, _ in steps.added[0]], {"p": [p for _, p in steps.added[0]]}, ()
        checks: dict[str, Any] = {}
        notes: tuple[Sentence, ...] = ()
        if method.name in ("bic", "aic") and can_survey(design):
            fits, checks, notes = self._from_survey(method, design)
        else:
            fits = choose(method, design, counts)
        return fits, np.flatnonzero(fits.columns[0] & (design.degrees > 1)).tolist(), checks, notes

    def _from_survey(self, method: Method, design: Design) -> tuple[Fits, dict[str, Any], tuple[Sentence, ...]]:
        if self._survey is None:
            self._survey = survey(design, self.histories.counts, cores=self.asked.cores, watch=self.watch)
        cost = float(price(method.name, self.histories.counts[None])[0])
        best, near = self._survey.best(cost), self._survey.near(cost)
        models = len(self._survey.fits.columns)
        told = {"models": models, "possible": int(self._survey.fits.possible.sum())}
        if best is None:
            return self._survey.fits.take(np.array([0])), told, ()
        ends = {"models": len(near), "lowest": float(near[0]), "highest": float(near[-1])}
        values = {"near": len(near), "models": models, "lowest": about(near[0]), "highest": about(near[-1])}
        return self._survey.fits.take(np.array([best])), told | {"within_10": ends}, (Sentence(messages.NEAR, values),)

    def _checks(self, design: Design, fits: Fits) -> dict[str, Any]:
        dropped = np.flatnonzero(fits.columns[0] & ~fits.fitted[0])
        return {
            "exists": bool(fits.finite[0]),
            "identifiable": bool(fits.unique[0]),
            "slack": slack(design, self.histories.counts, fits.fitted[0], fits.kept[0]),
            "parameters": int(fits.columns[0].sum()),
            "never_together": [self.histories.named(int(design.terms[column])) for column in dropped],
        }

    def _chao(self) -> Estimate:
        histories, size = self.histories, self.histories.size
        bare = Estimate("chao", Sentence(messages.CHAO))
        unseen = float(chao_unseen(size, histories.counts[None])[0])
        if not np.isfinite(unseen):
            return replace(bare, notes=(Sentence(messages.NOT_ON_TWO),))
        design = Design(size)
        pairs = [histories.named(int(design.terms[column])) for column in avoiding(design, histories.counts)]
        note = Sentence(messages.AVOID, {"pairs": ", ".join(pairs)}) if pairs else Sentence(messages.NO_AVOID)
        interval = chao_interval(size, histories.counts, Z)
        checks = {"avoiding": pairs, "bound_may_fail": bool(pairs)}
        return replace(bare, estimate=histories.n + unseen, interval=interval, checks=checks, notes=(note,))

    def _latent(self) -> Estimate:
        cells = self.histories.cells
        counts = np.rint(self.histories.counts[cells - 1]).astype(np.int64)
        posterior = sample(self.histories.size, cells, counts, seed=self.asked.seed, sampling=self.asked.sampling, watch=self.watch)
        return _posterior(posterior)


def _posterior(posterior: Posterior) -> Estimate:
    low, middle, high = posterior.quantiles(0.025, 0.5, 0.975)
    agree = posterior.disagreement <= AGREE
    notes = [Sentence(messages.BCA_NOT_BAYES)]
    if not agree:
        notes.append(Sentence(messages.DISAGREE, {"rhat": f"{posterior.disagreement:.2f}"}))
    if posterior.full > 0.5:
        notes.append(Sentence(messages.CLASSES_FULL, {"classes": posterior.classes}))
    checks = {
        "r_hat": posterior.disagreement,
        "effective_draws": posterior.effective,
        "draws": int(posterior.sizes.size),
        "chains_agree": agree,
        "classes_in_use": posterior.occupied,
        "classes_all_in_use": posterior.full,
    }
    return Estimate("lcmcr", Sentence(messages.LCMCR), estimate=middle, interval=(low, high), checks=checks, notes=tuple(notes))


def _label(method: Method) -> Sentence:
    higher = method.order > 2
    by_name = {"main": messages.MAIN, "stepwise": messages.STEPWISE, "chao": messages.CHAO}
    by_name |= {"bic": messages.BIC_HIGHER if higher else messages.BIC, "aic": messages.AIC_HIGHER if higher else messages.AIC}
    return Sentence(by_name[method.name], {"threshold": f"{method.threshold:g}", "order": method.order})


def _resampled(made: Estimate, drawn: Bca) -> Estimate:
    """With the BCa interval beside the model's own, or why there is none."""
    checks = made.checks | {
        "resamples": drawn.replicates,
        "resamples_without_estimate": drawn.failed,
        "bias_correction": drawn.bias,
        "acceleration": drawn.acceleration,
    }
    notes = made.notes if drawn.why is None else (*made.notes, drawn.why)
    if drawn.interval and drawn.replicates < ROUGH:
        notes = (*notes, Sentence(messages.BCA_ROUGH, {"n": drawn.replicates}))
    if drawn.interval and made.interval and (wider := _width(drawn.interval) / _width(made.interval)) > 1.5 and made.model != "chao":
        notes = (*notes, Sentence(messages.BCA_WIDER, {"times": f"{wider:.1f}"}))
    return replace(made, bca=drawn.interval, checks=checks, notes=notes)


def _width(interval: tuple[float, float]) -> float:
    return interval[1] - interval[0]
