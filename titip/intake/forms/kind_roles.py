"""What is asked of whoever decides which roles see and fill in a kind of record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from titip.intake.reads.kind_roles import FILL, SEE, open_roles, within_policy
from titip.intake.reads.records import Kind
from titip.protect.rules.access import Actor
from titip.protect.rules.roles import ROLES


class KindRoles(forms.Form):
    """Two lists of roles; what the policy gives nobody is not asked."""

    use_required_attribute = False
    see = forms.MultipleChoiceField(label=_("Who may see them?"), widget=forms.CheckboxSelectMultiple)
    fill = forms.MultipleChoiceField(label=_("Who may fill them in?"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, actor: Actor, kind: Kind, data: Any = None) -> None:
        see, fill = open_roles(kind.code, actor.policy)
        super().__init__(data, initial={"see": sorted(see), "fill": sorted(fill)})
        for name, action in (("see", SEE), ("fill", FILL)):
            roles = within_policy(actor.policy, action)
            self.fields[name].choices = [(role.value, _(ROLES[role].label)) for role in roles]  # type: ignore[attr-defined]
