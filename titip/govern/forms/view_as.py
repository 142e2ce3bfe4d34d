"""Asks as whom to look: a role or several, or a colleague's."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.govern.reads.view_as import showing
from titip.protect.rules.roles import ROLES, Role, clashing


class ViewAs(forms.Form):
    """``chosen`` gives the roles, and whether they are looked at as trained."""

    roles = forms.MultipleChoiceField(label=gettext_lazy("Roles"), required=False, widget=forms.CheckboxSelectMultiple)
    colleague = forms.ChoiceField(label=gettext_lazy("Or the roles of a colleague"), required=False)
    trained = forms.ChoiceField(label=gettext_lazy("Training for high-risk data"), required=False)
    action = forms.ChoiceField(label=gettext_lazy("Answers as shown when she may"), required=False)

    def __init__(self, *args: Any, colleagues: Mapping[str, tuple[str, frozenset[Role], bool]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._colleagues = colleagues
        self.fields["roles"].choices = [(role.value, _(rule.label)) for role, rule in ROLES.items()]
        self.fields["colleague"].choices = [("", _("nobody's")), *((pk, name) for pk, (name, _roles, _trained) in colleagues.items())]
        self.fields["trained"].choices = [("yes", _("done")), ("no", _("not done"))]
        self.fields["action"].choices = [(one.name, _(one.label)) for one in showing()]

    def clean_action(self) -> str:
        """The person's page unless told otherwise."""
        return str(self.cleaned_data["action"] or "register.open")

    def clean(self) -> dict[str, Any]:
        """A role at least, and none that excludes another."""
        cleaned = super().clean() or {}
        roles = self._roles(cleaned)
        if not roles and not self.errors:
            self.add_error("roles", _("Tick a role, or choose a colleague."))
        pair = clashing(roles)
        if pair is not None:
            one, other = (_(ROLES[role].label) for role in sorted(pair))
            self.add_error("roles", _("One person cannot be both %(one)s and %(other)s.") % {"one": one, "other": other})
        return cleaned

    def chosen(self) -> tuple[frozenset[Role], bool]:
        """The roles, and whether trained: as the colleague is, if one was chosen. Call it on a valid form."""
        told = self.cleaned_data
        if told["colleague"]:
            _name, roles, trained = self._colleagues[told["colleague"]]
            return roles, trained
        return self._roles(told), told["trained"] != "no"

    def _roles(self, told: Mapping[str, Any]) -> frozenset[Role]:
        if told.get("colleague"):
            return self._colleagues[told["colleague"]][1]
        return frozenset(Role(role) for role in told.get("roles", ()))
