"""Events of the audit chain by the ten thousand: the same links, codes and checkpoints as ``audit.record`` makes."""

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Final

from titip.protect.actions.loading.stores import Store
from titip.protect.models.audit import AuditCheckpoint, AuditEvent, AuditHead, AuditSubject
from titip.protect.vault import chain
from titip.protect.vault.holder import HOLDER

#: A subject: its kind, its id as text.
Subject = tuple[str, str]
_DONE: Final = "ok"


class Events:
    """The chain while it is lengthened. Use as a context; the head moves at its end."""

    def __init__(self, store: Store) -> None:
        self._events = store.rows(AuditEvent, "seq", "at", "kind", "outcome", "actor_code", "session", "purpose", "detail", "prev_hash", "mac")
        self._subjects = store.rows(AuditSubject, "event_id", "kind", "subject")
        self._points = store.rows(AuditCheckpoint, "seq", "mac", "at", "signature")
        self._store = store
        self._organisation = HOLDER.organisation()
        head = AuditHead.objects.get_or_create(pk=1)[0]
        self.seq, self._mac = head.seq, head.mac or chain.genesis(self._organisation)
        self._lent = ExitStack()

    def __enter__(self) -> "Events":
        self._code = self._lent.enter_context(HOLDER.auditing())
        return self

    def add(self, at: str, kind: str, actor_code: str, subjects: tuple[Subject, ...], detail: str = "{}") -> None:
        """Add an event. ``at`` is a moment to the second (``2026-01-31 09:30:00``); subjects in order of kind and id; ``detail`` is canonical JSON."""
        self.seq += 1
        seq = self.seq
        named = ",".join([f'["{kind_of}","{subject}"]' for kind_of, subject in subjects])
        content = chain.composed(at=f"{at[:10]}T{at[11:]}.000000+00:00", kind=kind, actor_code=actor_code, detail=detail, subjects=f"[{named}]")
        mac = self._code(chain.link(seq, self._mac, content)).hex()
        self._events.add((seq, at, kind, _DONE, actor_code, "", "", detail, self._mac, mac))
        self._subjects.add_all([(seq, kind_of, subject) for kind_of, subject in subjects])
        self._mac = mac
        if seq % chain.CHECKPOINT_EVERY == 0:
            self._sign(datetime.fromisoformat(at).replace(tzinfo=UTC))

    def _sign(self, at: datetime) -> None:
        signature = HOLDER.sign(chain.checkpoint(self._organisation, self.seq, self._mac, at)).hex()
        self._points.add((self.seq, self._mac, f"{at:%Y-%m-%d %H:%M:%S}", signature))

    def keep_head(self) -> None:
        """Note where the chain ends; with the rows, in one transaction."""
        AuditHead.objects.filter(pk=1).update(seq=self.seq, mac=self._mac)

    def __exit__(self, *_: object) -> None:
        self._lent.close()
