"""Text of six scripts: kept as NFC, found under one key however it was typed, sorted as its readers expect.

``cleaning`` is what is kept; ``searching`` folds what looks or is meant alike; ``sorting`` gives an order; ``zawgyi`` tells the old Burmese encoding;
``formulas`` what a spreadsheet would run.
"""

from titip.kit.text.cleaning import clean, clean_line
from titip.kit.text.formulas import may_run
from titip.kit.text.searching import search_key, search_words
from titip.kit.text.sorting import sort_key
from titip.kit.text.zawgyi import looks_zawgyi

__all__ = ["clean", "clean_line", "looks_zawgyi", "may_run", "search_key", "search_words", "sort_key"]
