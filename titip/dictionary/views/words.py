"""Words for what the dictionary holds as codes, in the reader's language."""

from django.utils.translation import gettext_lazy as _

TYPES = {
    "text": _("Text"), "long_text": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"), "date": _("Date"), "yes_no": _("Yes or no"),
    "partial_date": _("Date, as far as it is known"), "date_time": _("Day and time"),
    "select_one": _("One of a list"), "select_many": _("Several of a list"), "place": _("Place"),
    "hierarchy": _("One of a list with levels"), "person": _("Another person, by code"), "file": _("Sealed file"), "calculated": _("Calculated"),
    "repeat": _("Repeated group"),
}  # fmt: skip
RISKS = {"low": _("Low risk"), "medium": _("Medium risk"), "high": _("High risk, sealed"), "identity": _("Identity, sealed")}
#: The colour of a tag beside its words; the words alone say it all.
RISK_COLOURS = {"low": "grey", "medium": "blue", "high": "orange", "identity": "red"}
IDENTIFIERS = {
    "name": _("Name"), "locality": _("Place where someone lives"), "date": _("Date about a person"), "phone": _("Telephone"), "address": _("Address or e-mail"),
    "government_id": _("Official document"), "record_number": _("Account or record number"), "biometric": _("Biometric"), "face_image": _("Picture of a face"),
}  # fmt: skip
MISSING = {"declined": _("Prefer not to say"), "unknown": _("Not known"), "ask_later": _("Ask later"), "not_applicable": _("Does not arise")}
LEVELS = {"error": _("Put this right"), "warning": _("Look at this"), "note": _("Good to know")}
LEVEL_COLOURS = {"error": "red", "warning": "orange", "note": "grey"}
