"""Words for what the dictionary holds as codes, in the reader's language."""

from django.utils.translation import gettext_lazy as _

TYPES = {
    "text": _("Text"), "long_text": _("Long text"), "integer": _("Whole number"), "decimal": _("Number"), "date": _("Date"), "yes_no": _("Yes or no"),
    "partial_date": _("Date, as far as it is known"), "date_time": _("Day and time"),
    "select_one": _("One of a list"), "select_many": _("Several of a list"), "place": _("Place"), "geopoint": _("Pin on a map"),
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
#: What happened to an entry between two versions, and in the draft.
HOW = {"new": _("New"), "changed": _("Changed"), "retired": _("Retired"), "restored": _("In use again")}
HOW_COLOURS = {"new": "green", "changed": "blue", "retired": "grey", "restored": "green"}
STEPS = {
    "new": _("made new"), "changed": _("changed"), "retired": _("retired"), "words": _("words in another language"), "rule": _("when it is asked"),
    "placed": _("put on or taken off a form"), "order": _("order or headings"), "choices": _("choices"), "question": _("question"), "purpose": _("purpose"),
    "card": _("card in another language"), "sound": _("recording"), "language": _("language of the cards"),
}  # fmt: skip
KINDS = {
    "record_types": _("Kind of record"), "questions": _("Question"), "purposes": _("Purpose"), "code_lists": _("List of choices"), "elements": _("Element"),
    "forms": _("Form"), "card_languages": _("Language of the cards"),
}  # fmt: skip
GROUPS = {"words": _("Its words"), "answer": _("Its answer"), "protection": _("How it is protected"), "use": _("What it is for")}
PROPERTIES = {
    "label": _("Label"), "definition": _("Definition"), "question_text": _("As asked"), "indirect_text": _("A gentler way to ask"), "hint": _("Hint"),
    "why": _("Why we ask"), "unit": _("Unit"), "minimum_value": _("Least"), "maximum_value": _("Most"), "max_length": _("Most characters"),
    "pattern": _("Pattern"), "pattern_hint": _("The pattern in words"), "code_list": _("List of choices"), "required": _("Required"),
    "missing_codes": _("Ways not to answer"), "relevant": _("Asked only where"), "constraint": _("Constraint"),
    "constraint_message": _("What is said where it does not hold"), "calculation": _("Calculation"), "inside": _("Part of a repeated group"),
    "certainty_asked": _("Asks how sure"), "source_asked": _("Asks where from"), "risk": _("Risk class"), "risk_confirmed": _("Risk class confirmed"),
    "identifier": _("Identifier"), "never_by_default": _("Never by default"), "minimum": _("Minimum"), "heavy": _("Shown after a click"),
    "offline_allowed": _("May be carried on a device"), "searchable": _("May be searched by"), "purposes": _("Purposes"),
    "questions": _("Questions it answers"), "retention_months": _("Months kept"), "quasi_identifier": _("Could give away together with others"),
    "sensitive": _("Would harm if known"), "generalise": _("How it leaves the house"), "status": _("Used"), "type": _("Kind of entry"),
    "items": _("Choice"), "placed": _("On the form"), "order": _("Order"), "name": _("Name"), "instructions": _("Before you begin"),
    "version_label": _("Version"), "text": _("Question"), "objective": _("Objective"), "card": _("Card"), "who_sees": _("Who sees"),
    "square": _("Kept as a square of"),
    "months": _("Months"), "external": _("Leaves the house"), "source": _("Comes from"), "record_type": _("Kind of record"), "subject": _("About"),
    "description": _("Description"), "repeats": _("Repeats"), "language": _("Language"), "sound": _("Recording"), "reviewed": _("Read by a speaker"),
    "yes": _("“Yes”"), "no": _("“No”"), "not_now": _("“Not now”"), "lasting": _("How long"), "slip": _("Slip"),
    "htcds": "HTCDS 2.0", "ctdc": "CTDC", "ic_tip": "IC-TIP",
}  # fmt: skip
_VALUES = {"risk": RISKS, "identifier": IDENTIFIERS, "type": TYPES}
_YES_NO = {"yes": _("yes"), "no": _("no")}
_STATUS = {"active": _("in use"), "retired": _("retired"), "draft": _("not yet")}
#: What to do about each kind of finding, in a line.
CURES = {
    "duplicate-label": _("Give each its own words."), "no-definition": _("Say in one sentence what it is and is not."),
    "no-missing-codes": _("Tick “prefer not to say” and “not known” under Ways not to answer."),
    "identifier-without-risk": _("Set its risk class to identity or high."), "sensitive-without-risk": _("Set its risk class, or confirm the one proposed."),
    "risk-unconfirmed": _("Open it, read the proposal with its reason, and save."), "answers-no-question": _("Tick the question it answers, or retire it."),
    "no-purpose": _("Tick a purpose that a person can agree to."), "no-limits": _("Write the least and the most value."),
    "no-why": _("Write why we ask; it stands beside the question."), "unknown-reference": _("Open When it is asked, and choose an element that exists."),
    "not-enforced": _("Open When it is asked, and use the plain choices."), "empty-list": _("Open the list and add its choices."),
    "empty-group": _("Put elements into the group, or retire it."), "circle": _("Change one of them so that it looks at the other no longer."),
    "biometric": _("Take it off the form: biometrics are not collected."), "required-without-other": _("Add “other” to its list, or a way not to answer."),
    "nothing-required": _("Require what every record needs."), "bad-pattern": _("Write the pattern anew, or take it out."),
    "softer-than-source": _("Be sure that it says less, and confirm its class by saving."), "stray-space": _("Open it and save it: spaces at the ends go."),
    "bare-consent": _("Take it out: consent is recorded by purpose, on its own page."),
}  # fmt: skip


def value(name: str, text: str) -> object:
    """A property's value in words."""
    if name in _VALUES:
        return _VALUES[name].get(text, text)
    return _STATUS.get(text, text) if name == "status" else _YES_NO.get(text, text)
