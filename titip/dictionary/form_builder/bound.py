"""One element on a form, as its template asks for it: known already, not asked, worked out."""

from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from titip.dictionary.form_builder.controls import certainties
from titip.dictionary.rules.answers import Answer
from titip.dictionary.rules.known import SETTLED


class BoundElement(BoundField):
    """Knows what stands and what was typed."""

    @property
    def held(self) -> Answer | None:
        """The answer that stands."""
        return self.field.held  # type: ignore[no-any-return, attr-defined]

    @property
    def unasked(self) -> bool:
        """Whether its question does not arise, as far as what is written and held says."""
        return self.name in self.form.following.hidden  # type: ignore[attr-defined]

    @property
    def stands(self) -> bool:
        """Whether it is known already, and nothing else was typed here."""
        held = self.held
        if held is None or not getattr(self.field, "known", None) or not (held.given or held.missing in SETTLED) or self.errors:
            return False
        return not (self.form.is_bound and self.field.has_changed(held, self.data))

    @property
    def kept(self) -> bool:
        """Whether there is an answer that is not shown here, and nothing was typed in its place."""
        form, field = self.form, self.field
        if self.name not in form.unseen or self.errors:  # type: ignore[attr-defined]
            return False
        return not (form.is_bound and field.has_changed(None, self.data))

    @property
    def closed(self) -> bool:
        """Whether what stands is shown only after a click."""
        declared = self.field.declared  # type: ignore[attr-defined]
        return bool(declared.heavy or declared.sealed)

    @property
    def certainty(self) -> str:
        """How sure what stands is, in words."""
        held = self.held
        return str(dict(certainties())[held.certainty]).lower() if held and held.certainty else ""

    @property
    def worked(self) -> str:
        """What a calculated element comes to now, else what was last kept."""
        following = self.form.following  # type: ignore[attr-defined]
        answer = following.computed.get(self.name, None if self.unasked else self.held)
        if answer is None or answer.value is None:
            return ""
        unit = self.field.declared.unit  # type: ignore[attr-defined]
        if isinstance(answer.value, bool):
            return _("Yes") if answer.value else _("No")
        return f"{answer.value} {unit}".strip()

