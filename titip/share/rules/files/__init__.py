"""Reading public tables from files, whatever program wrote them."""

from titip.share.rules.files.reading import Read, read_table, read_texts

__all__ = ["Read", "read_table", "read_texts"]
