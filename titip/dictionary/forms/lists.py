"""What is asked of a list of choices and of one choice in it."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from titip.dictionary.rules.codebook import Codebook, CodeListEntry, ItemEntry
from titip.dictionary.rules.languages import OTHERS
from titip.dictionary.rules.levels import parent_of


class ListNew(forms.Form):
    """A list of choices, one a line."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the list"), max_length=160)
    choices = forms.CharField(
        label=_("Choices"), help_text=_("One a line. For levels, begin the line with one dash for each level: “Cambodia”, “- Battambang”."),
        widget=forms.Textarea(attrs={"rows": "8"}),
    )  # fmt: skip

    def __init__(self, book: Codebook, data: Any = None) -> None:
        super().__init__(data)
        self.taken = {c.code for c in book.code_lists}

    def clean_choices(self) -> tuple[ItemEntry, ...]:
        """Lines as choices with codes made from their words, each under the line above it that has one dash fewer."""
        items: list[ItemEntry] = []
        above: list[str] = []
        for line in filter(str.strip, self.cleaned_data["choices"].splitlines()):
            label = line.strip().lstrip("-").strip()[:255]
            depth = min(len(line.strip()) - len(line.strip().lstrip("-")), len(above))
            if not label:
                continue
            code = free_code(label, {item.code for item in items})
            items.append(ItemEntry(code, label, above[depth - 1] if depth else ""))
            above = [*above[:depth], code]
        if not items:
            raise forms.ValidationError(_("Write at least one choice."))
        return tuple(items)

    def entry(self) -> CodeListEntry:
        """The list."""
        name = self.cleaned_data["name"]
        return CodeListEntry(free_code(name, self.taken, most=70), name, "", self.cleaned_data["choices"])


def free_code(label: str, taken: Iterable[str], most: int = 50) -> str:
    """A code made from words, not yet taken; a number where the words have no Latin letters."""
    taken = set(taken)
    base = slugify(label).replace("-", "_")[:most] or "choice"
    return base if base not in taken else next(made for n in range(2, 100_000) if (made := f"{base}_{n}") not in taken)


class ChoiceEdit(forms.Form):
    """One choice: its words in each language, the wider one it belongs to, whether it is still used. Its code never changes."""

    use_required_attribute = False
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    label = forms.CharField(label=_("Label"), max_length=255)
    parent = forms.ChoiceField(label=_("Belongs to"), help_text=_("The wider value, for levels and for recoding."), required=False)
    htcds = forms.CharField(label=_("Name in HTCDS 2.0"), max_length=120, required=False)
    ctdc = forms.CharField(label=_("Name in CTDC"), max_length=120, required=False)
    retired = forms.BooleanField(label=_("No longer used"), help_text=_("It is offered no longer; records that hold it keep it."), required=False)

    def __init__(self, code_list: CodeListEntry, item: ItemEntry, seen: int, data: Any = None) -> None:
        initial = {"label": item.label, "parent": item.parent, "htcds": item.htcds, "ctdc": item.ctdc, "retired": item.retired, "seen": seen}
        initial |= {f"in_{language}": item.translations.get(language, "") for language, _name in OTHERS.items()}
        super().__init__(data, initial=initial)
        self.code_list, self.item = code_list, item
        self.fields["parent"].choices = [("", _("None")), *((i.code, i.label) for i in code_list.items if i.code != item.code)]  # type: ignore[attr-defined]
        for language, name in OTHERS.items():
            field = forms.CharField(label=name, max_length=255, required=False)
            field.widget.attrs["lang"] = language
            self.fields[f"in_{language}"] = field
        self.order_fields(["seen", "label", *(f"in_{language}" for language, _name in OTHERS.items()), "parent"])

    def clean_parent(self) -> str:
        """No circle."""
        parent: str = self.cleaned_data["parent"]
        parents = {i.code: i.parent for i in self.code_list.items} | {self.item.code: parent}
        if parent and parent_of(self.item.code, parents) != parent:
            raise forms.ValidationError(_("That belongs to this one already. Choose another."))
        return parent

    def changed_item(self) -> ItemEntry:
        """The choice as it shall be."""
        words = {language: self.cleaned_data[f"in_{language}"] for language, _name in OTHERS.items() if self.cleaned_data[f"in_{language}"]}
        others = {language: text for language, text in self.item.translations.items() if language not in OTHERS}
        plain = {name: self.cleaned_data[name] for name in ("label", "parent", "htcds", "ctdc", "retired")}
        return replace(self.item, **plain, translations=others | words)
