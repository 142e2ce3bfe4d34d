"""Signposts: what travels with a table wherever it goes (R37, R38), in the order people look for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from titip.dictionary.rules.messages import gettext_noop as _

if TYPE_CHECKING:
    from titip.share.rules.released import Released

COVERAGE = _("Coverage")
SOURCE = _("Source")
METHOD = _("Method")
PROTECTION = _("Protection")
LIMITS = _("Limits")
BIAS = _("Bias")
DEFINITIONS = _("Definitions")
VERSION = _("Dictionary")
PROVENANCE = _("Provenance")
DATE = _("Made on")

NOT_STATED = _("not stated")


def signposts(released: Released) -> Iterator[tuple[str, str]]:
    """(label, text) pairs; the labels are message ids. What nobody stated says so, rather than being absent."""
    about = released.about
    where = ", ".join(part for part in (about.period, about.place) if part) or NOT_STATED
    yield COVERAGE, f"{released.n:,} observed {about.unit_of_count}; {where}"
    yield SOURCE, about.source or NOT_STATED
    yield METHOD, about.method or NOT_STATED
    yield PROTECTION, released.suppression.sentence()
    yield LIMITS, " ".join(about.limits) or NOT_STATED
    yield BIAS, about.bias or NOT_STATED
    yield DEFINITIONS, "; ".join(f"{code}: {meaning}" for code, meaning in about.definitions.items()) or NOT_STATED
    yield VERSION, f"{about.dictionary_version} {about.dictionary_sha256}".strip() or NOT_STATED
    yield PROVENANCE, " ".join(about.provenance) or NOT_STATED
    yield DATE, about.made_on.isoformat()
