"""The control of a list with levels: one list to choose from, each value with the wider ones it belongs to; a script makes steps of it."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _

from titip.dictionary.rules.declared import Choice, Declared
from titip.dictionary.rules.levels import in_tree, path


def levels(declared: Declared, held: Iterable[str] = ()) -> forms.Select:
    """One select with every value in the order of the tree. Any level may be chosen: the deepest that is known is what is kept."""
    kept = set(held)
    offered = [c for c in declared.choices if not c.retired or c.code in kept]
    return Levels(offered)


class Levels(forms.Select):
    """A select whose options know their parent, so that a script can ask for one level after the other."""

    def __init__(self, offered: list[Choice]) -> None:
        self.parents = {c.code: c.parent for c in offered}
        labels = {c.code: c.label for c in offered}
        in_order = [(code, path(code, self.parents, labels)) for code in in_tree(self.parents)]
        super().__init__(choices=[("", _("Choose")), *in_order], attrs={"data-levels": ""})
        self.labels = labels

    def create_option(self, name, value, label, selected, index, subindex=None, attrs=None):  # type: ignore[no-untyped-def]
        """An option with its parent and its own words."""
        option = super().create_option(name, value, label, selected, index, subindex, attrs)
        if value:
            option["attrs"] |= {"data-parent": self.parents.get(str(value), ""), "data-label": self.labels.get(str(value), "")}
        return option
