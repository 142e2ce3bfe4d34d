"""What a view says of itself: which action it needs, or that it is open to whoever knocks."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from titip.protect.gate.once import taken_once

View = TypeVar("View", bound=Callable[..., Any])

#: The attribute of a view that holds its mark.
MARK = "titip_mark"


@dataclass(frozen=True)
class Mark:
    """A view's declaration.

    ``action`` is the registered action it needs; empty: open to people who are not signed in. ``while_locked``: answers while the
    server is locked. ``before_second_factor``: reachable by whoever must still set up or give a second factor. ``keeps``: what was
    typed into it may be kept when the session ends meanwhile (never for a page that takes a passphrase or a code). ``quiet``: the page
    loads itself again, so that opening it is no sign that somebody sits there. ``under_cover``: answers while the screen is covered.
    """

    action: str = ""
    while_locked: bool = False
    before_second_factor: bool = False
    keeps: bool = True
    quiet: bool = False
    under_cover: bool = False

    @property
    def open(self) -> bool:
        """Whether nobody need be signed in."""
        return not self.action


def page(action: str, *, before_second_factor: bool = False, keeps: bool = True, quiet: bool = False, under_cover: bool = False) -> Callable[[View], View]:
    """Declare the action (``room.verb``) that a view needs. The view then finds ``request.actor``.

    A form that carries its token (``titip/typing.html``) is taken once, however often it is sent.
    """
    if "." not in action:
        raise ValueError(f"{action}: an action is named room.verb")
    declared = Mark(action=action, before_second_factor=before_second_factor, keeps=keeps, quiet=quiet, under_cover=under_cover)

    def decorate(view: View) -> View:
        return _marked(declared)(view if under_cover else cast(View, taken_once(view)))  # covering twice covers twice

    return decorate


def open_page(*, while_locked: bool = False) -> Callable[[View], View]:
    """Declare that a view answers people who are not signed in: unlocking, sign-in, exit, health."""
    return _marked(Mark(while_locked=while_locked, before_second_factor=True, keeps=False))


def mark_of(view: Callable[..., Any]) -> Mark | None:
    """What a view declares, or None."""
    mark = getattr(view, MARK, None)
    return mark if isinstance(mark, Mark) else None


def _marked(mark: Mark) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        setattr(view, MARK, mark)
        view.titip_action = mark.action  # type: ignore[attr-defined]
        return view

    return decorate
