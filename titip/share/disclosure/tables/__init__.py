"""Tables of counts: small cells withheld with their partners, over linked tables and earlier releases, audited."""

from titip.share.disclosure.tables.auditing import Interval, audit, audit_small, laid_open
from titip.share.disclosure.tables.cells import Cells
from titip.share.disclosure.tables.releasing import Earlier, ProtectedCounts, protect_counts
from titip.share.disclosure.tables.suppressing import suppress

__all__ = ["Cells", "Earlier", "Interval", "ProtectedCounts", "audit", "audit_small", "laid_open", "protect_counts", "suppress"]
