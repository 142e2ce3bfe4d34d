"""Freezes the dictionary as it stands: a numbered version with the SHA-256 of its canonical JSON (S10)."""

import json

from django.db import transaction

from titip.dictionary.models import DictionaryVersion
from titip.dictionary.reads.frozen import current, frozen_book
from titip.dictionary.reads.rows import latest_book, latest_versions
from titip.dictionary.rules.codebook import canonical, sha256_of
from titip.dictionary.rules.rewording import ON_REWORDED, reworded
from titip.kit.noted import note_no_more
from titip.protect.actions import audit


@transaction.atomic
def freeze(*, note: str, actor_code: str) -> DictionaryVersion:
    """The new version in force; the one that is in force already where nothing has changed since."""
    note_no_more()
    book = latest_book()
    content = canonical(book)
    digest = sha256_of(content)
    before = current()
    if before is not None and before.sha256 == digest:
        return before
    version = DictionaryVersion.objects.create(
        number=before.number + 1 if before else 1,
        sha256=digest,
        content=json.loads(content),
        note=note[:255],
        made_by=actor_code,
    )
    changed = reworded(frozen_book(before).purposes, book.purposes) if before is not None else ()
    if changed:
        for run in ON_REWORDED.values():
            run(changed, actor_code)
    version.elements.set(latest_versions().values())
    detail = {"number": version.number, "sha256": digest, "elements": len(book.elements)}
    audit.record(kind="dictionary.freeze", actor_code=actor_code, subjects=[("dictionary_version", version.number)], detail=detail)
    return version
