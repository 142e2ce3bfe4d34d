"""The linkage engine: tables in, pairs that may be one person out, each with its probability and its reasons. No Django."""

from titip.quality.linkage.clusters import clusters
from titip.quality.linkage.columns import Texts
from titip.quality.linkage.explaining import NOBODY_FOUND, Reason, explain, sentence
from titip.quality.linkage.frames import from_frame
from titip.quality.linkage.linking import PROBABLE, Linked, dedupe, match
from titip.quality.linkage.online import OnlineIndex
from titip.quality.linkage.ranking import Candidate, rank
from titip.quality.linkage.spec import BadSpec, Kind, Spec

__all__ = [
    "NOBODY_FOUND", "PROBABLE", "BadSpec", "Candidate", "Kind", "Linked", "OnlineIndex", "Reason", "Spec", "Texts",
    "clusters", "dedupe", "explain", "from_frame", "match", "rank", "sentence",
]
