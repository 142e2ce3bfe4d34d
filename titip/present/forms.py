"""Present asks: what the chart of a reading shows, as what, against which second column."""

from django import forms
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from titip.present.charts import NAMES, Kind, Wish


class ChartForm(forms.Form):
    """How a reading is drawn. It stands in the address, so that a page with its chart can be kept and shown again."""

    kind = forms.ChoiceField(label=_("Show it as"), required=False)
    across = forms.ChoiceField(
        label=_("Against a second column"), required=False, help_text=_("For groups, parts, heat tables, shares and movements. Small counts are withheld."),
    )
    value = forms.ChoiceField(label=_("For shares: the share of whom?"), required=False)
    title = forms.CharField(
        label=_("Title of the chart: what does it show?"), required=False, max_length=120, help_text=_("Left empty, it is named for what is counted."),
    )

    def __init__(self, data, *, result, kinds=tuple(Kind)):
        super().__init__(data)
        self._reading = result.reading
        columns = {c.heading.code: c for c in result.released.table.columns}
        self.fields["kind"].choices = [(kind.value, say(NAMES[kind])) for kind in kinds]
        self.fields["across"].choices = [("", _("None")), *((code, c.heading.shown) for code, c in columns.items() if code != result.reading.by)]
        second = columns.get(self.data.get("across") or "")
        self.fields["value"].choices = [("", _("Choose")), *((str(v), second.name(v)) for v in second.values)] if second else [("", _("Choose"))]
        if second is None:
            del self.fields["value"]

    def asked(self):
        """The wish and the title; what does not fit (an old address) is as if it had not been said."""
        self.is_valid()
        data = self.cleaned_data
        wish = Wish(
            Kind(data.get("kind") or Kind.BAR), self._reading.by, across=data.get("across") or "", number=self._reading.number, value=data.get("value") or "",
        )
        return wish, data.get("title") or ""
