"""Asks what one role may do, within what an organisation may change."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from titip.protect.rules.access import DECLARED, REGISTER, Policy, Scope
from titip.protect.rules.policy import Differences, ceiling_choices, choices, training_choices
from titip.protect.rules.roles import ROLES, Risk, Role
from titip.protect.rules.table import ROOM_NAMES

_NOT = "-"
_REACHES = {
    Scope.OWN: gettext_lazy("what she owns"), Scope.ASSIGNED: gettext_lazy("what she owns or is assigned to"),
    Scope.TEAM: gettext_lazy("also what belongs to her teams"), Scope.ORGANISATION: gettext_lazy("everything of the organisation"),
    Scope.REFERRED: gettext_lazy("what was referred to her"), Scope.DEIDENTIFIED: gettext_lazy("released tables only"),
}
_CLASSES = {
    Risk.LOW: gettext_lazy("low"), Risk.MEDIUM: gettext_lazy("medium"), Risk.HIGH: gettext_lazy("high"), Risk.IDENTITY: gettext_lazy("identity"),
}


class RolePolicy(forms.Form):
    """One role: its reach with each action, its most sensitive class, what it sees untrained, its second factor; and why it is changed."""

    why = forms.CharField(
        label=gettext_lazy("Why is this changed?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept with this version for those who read it later. No names of people in care."),
    )

    def __init__(self, role: Role, policy: Policy, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role, self.policy = role, policy
        why = self.fields.pop("why")
        self._ask("ceiling", _("Most sensitive class she sees"), ceiling_choices(role), policy.ceilings[role], _CLASSES, _("none at all"))
        without = _("Most sensitive class open without training")
        self._ask("training", without, training_choices(role), policy.untrained[role], _CLASSES, _("none: training first"))
        if role not in DECLARED.second_factor:
            self.fields["factor"] = forms.BooleanField(label=_("Second factor compulsory"), required=False, initial=role in policy.second_factor)
        for name in sorted(REGISTER.actions):
            action = REGISTER.actions[name]
            self._ask(name, _(action.label), choices(action, role), policy.grants(name).get(role), _REACHES, _("not at all"))
        self.fields["why"] = why

    def _ask(self, name: str, label: str, offered: Any, holds: Any, words: Any, nothing: str) -> None:
        """A choice among what is offered and what holds, the widest first; not asked where there is only one."""
        wider = [holds] if holds not in offered else []
        if len(offered) > 1:
            told = [(one.value if one else _NOT, words[one] if one else nothing) for one in (*wider, *offered)]
            self.fields[name] = forms.ChoiceField(label=label, choices=told, initial=holds.value if holds else _NOT, widget=forms.Select)

    def groups(self) -> list[tuple[str, list[Any]]]:
        """(name of a room, its fields), the role's own first (name empty), why last left out."""
        found: dict[str, list[Any]] = {}
        for field in self:
            if field.name != "why":
                room = field.name.split(".")[0] if "." in field.name else ""
                found.setdefault(ROOM_NAMES.get(room, room), []).append(field)
        return list(found.items())

    def asked(self, differences: Differences) -> Differences:
        """``differences`` with this role as chosen. Call it on a valid form."""
        told, role = self.cleaned_data, self.role
        reaches = {name: dict(of_action) for name, of_action in differences.reaches.items()}
        for name in REGISTER.actions:
            if name in told:
                reaches.setdefault(name, {})[role] = None if told[name] == _NOT else Scope(told[name])
        return replace(
            differences, reaches=reaches,
            ceilings={**differences.ceilings, role: _risk(told["ceiling"]) if "ceiling" in told else ROLES[role].ceiling},
            untrained={**differences.untrained, role: _risk(told["training"]) if "training" in told else DECLARED.untrained[role]},
            second_factor=differences.second_factor | {role} if told.get("factor") else differences.second_factor - {role},
        )


def _risk(value: str) -> Risk | None:
    return None if value == _NOT else Risk(value)
