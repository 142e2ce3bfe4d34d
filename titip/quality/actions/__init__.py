"""Quality changes: records checked, findings explained, pairs decided."""

from titip.quality.actions.alike import compare_changed, why_alike
from titip.quality.actions.asking import CannotAnswer, answer, ask
from titip.quality.actions.checking import Checked, check_all, check_changed, check_record, check_waiting
from titip.quality.actions.deciding import CannotDecide, decide
from titip.quality.actions.ends import apply_end, preview_end
from titip.quality.actions.explaining import CannotExplain, explain
from titip.quality.actions.meeting import Meeting, Met, meet, prepare
from titip.quality.actions.merging import CannotMerge, merge, unmerge

__all__ = [
    "CannotAnswer", "CannotDecide", "CannotExplain", "CannotMerge", "Checked", "Meeting", "Met", "answer", "apply_end", "ask", "check_all", "check_changed",
    "check_record", "check_waiting", "compare_changed", "decide", "explain", "meet", "merge", "prepare", "preview_end", "unmerge", "why_alike",
]
