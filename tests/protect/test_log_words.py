"""Every event of the log has words of its own: an auditor reads sentences, not names of ours."""

import re

from tests.house.miniature import ROOT
from titip.protect.reads.log import label_of
from titip.protect.rules.readiness import Proof

KIND = re.compile(r"(?:\bkind=f?|NewEvent\(|_log\(|audit\.record\()\"([a-z]+(?:\.[a-z_{}]+)+)\"")


def test_every_kind_of_event_has_words() -> None:
    sources = "\n".join(place.read_text(encoding="utf-8") for place in (ROOT / "titip").rglob("*.py"))
    kinds = set(KIND.findall(sources))
    kinds |= {f"protect.readiness.{proof}" for proof in Proof}

    assert len(kinds) > 60
    assert not sorted(kind for kind in kinds if "{" not in kind and label_of(kind) == kind)
