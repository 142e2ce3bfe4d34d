"""anonymeter's three attacks on one release, in an environment of its own: `python anonymeter_peer.py TRUE.csv RELEASED.csv CONTROL.csv SECRET ATTACKS`.

CONTROL holds people who are not in TRUE: what succeeds against them too is no leak of this release, and is taken off. Prints JSON.
"""

import json
import sys
import warnings

import pandas as pd
from anonymeter.evaluators import InferenceEvaluator, LinkabilityEvaluator, SinglingOutEvaluator


def run(files: list[str], secret: str, attacks: int) -> None:
    """Risk of each attack (0 to 1, the control taken off) with its 95 % interval; None where the attack could not be made."""
    warnings.simplefilter("ignore")
    true, released, control = (pd.read_csv(file, dtype=str, keep_default_na=False) for file in files)
    quasi = [name for name in true.columns if name != secret]
    half = len(quasi) // 2
    made = {
        "singling out": lambda: SinglingOutEvaluator(
            true, released, n_attacks=attacks, n_cols=min(3, len(quasi)), control=control, max_attempts=200_000, seed=1
        ),
        "linkability": lambda: LinkabilityEvaluator(true, released, (quasi[:half], quasi[half:]), n_attacks=attacks, n_neighbors=5, control=control),
        "inference": lambda: InferenceEvaluator(true, released, quasi, secret, n_attacks=attacks, control=control),
    }
    told = {}
    for name, make in made.items():
        try:
            evaluator = make()
            evaluator.evaluate(mode="multivariate") if name == "singling out" else evaluator.evaluate(n_jobs=1)
            risk = evaluator.risk(confidence_level=0.95)
            told[name] = [risk.value, risk.ci[0], risk.ci[1]]
        except RuntimeError as why:
            told[name] = [None, str(why)[:120]]
    print(json.dumps(told))


if __name__ == "__main__":
    run(sys.argv[1:4], sys.argv[4], int(sys.argv[5]))
