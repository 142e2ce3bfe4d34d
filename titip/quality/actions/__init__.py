"""Quality changes: records checked, findings explained, pairs decided."""

from titip.quality.actions.checking import Checked, check_all, check_changed, check_record, check_waiting
from titip.quality.actions.deciding import CannotDecide, decide
from titip.quality.actions.ends import apply_end, preview_end
from titip.quality.actions.explaining import CannotExplain, explain

__all__ = [
    "CannotDecide", "CannotExplain", "Checked", "apply_end", "check_all", "check_changed", "check_record", "check_waiting", "decide", "explain",
    "preview_end",
]
