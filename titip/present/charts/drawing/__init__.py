"""Pictures drawn: one module a family of charts, on a page measured in inches from its top left corner."""

from titip.present.charts.drawing.drawn import draw
from titip.present.charts.drawing.page import MEDIA, Medium

__all__ = ["MEDIA", "Medium", "draw"]
