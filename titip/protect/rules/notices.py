"""What colleagues may be told on Today: each room registers its sentences at start-up."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class NoticeKind:
    """``name`` is ``room.word``; ``sentence`` a message id with ``%(code)s``; ``url`` the name of a page that takes the thing's id, or
    empty where she can no longer open it."""

    name: str
    sentence: str
    url: str
    of_thing: bool = True  # whether the page takes the thing's id


@dataclass
class NoticeKinds:
    """The kinds by name."""

    known: dict[str, NoticeKind] = field(default_factory=dict)

    def register(self, *kinds: NoticeKind) -> None:
        """Called from a room's ``apps.ready``."""
        for kind in kinds:
            self.known[kind.name] = kind


NOTICES = NoticeKinds()
