"""What of XLSForm comes in and goes out without loss, and what does not: the list that the page and the documentation show."""

from typing import Final

from titip.dictionary.rules.messages import gettext_noop as _

#: How a pin is asked of a phone: put on a map by hand.
PLACED: Final = "placement-map"
#: Types of positions that are not taken over.
LINES: Final = frozenset({"geotrace", "geoshape"})
#: What of an XLSForm is understood: its words there, and what it becomes.
COMES_IN: Final = (
    ("text, integer, decimal, date, dateTime, select_one, select_multiple, acknowledge, calculate, file, image, range", _("Elements of that kind.")),
    ("date month-year, date year", _("A date as far as it is known.")),
    ("geopoint", _("A pin, kept as a square of about 100 km until somebody decides on a smaller one.")),
    ("begin_group, begin_repeat", _("Headings of a form; a repeated group with its members.")),
    ("label, hint, guidance_hint, constraint_message", _("Words, in every language that has a column; guidance_hint is why we ask.")),
    ("required, relevant, constraint, calculation", _("The same, in the functions that the documentation lists. Others are kept and said to be not enforced.")),
    ("choices, choice_filter", _("Code lists; a question narrowed by the one above becomes one question with levels, with the parent of each choice.")),
    ("settings: form_id, form_title, version, default_language", _("The form's code, name, version and language.")),
    ("titip_…", _("Everything else we declare: risk class, identifier, purposes, questions, retention, mappings, sureness, forms.")),
)
#: What has no place here. A file that has it comes in all the same, and its report names each cell.
STAYS_OUT: Final = (
    ("geotrace, geoshape, start-geopoint", _("Ways, areas, and where a phone is: they lead to doors. Ask for places, or for a pin.")),
    ("audio, video, barcode, rank, csv-external, xml-external", _("Kinds of question that have no kind of entry here.")),
    ("select_one … or_other", _("Add “other” to the list instead.")),
    ("note", _("Notes between questions; the first becomes the words before you begin.")),
    ("start, end, today, deviceid, phonenumber, username, audit", _("What a phone says of itself: who and when are noted here anyway.")),
    ("default, read_only, parameters, trigger, repeat_count, media, appearance", _("How a phone behaves; appearances of dates, pins, long text are read.")),
    ("required with a condition, required_message", _("Required here means: answered, or a reason for no answer.")),
    ("begin_repeat in begin_repeat", _("A repeated group stands in no other; its questions belong to the outer one.")),
)
#: What goes out in our own sheets only: another program keeps the file, but does not act on it.
OURS_ONLY: Final = (
    _("Ways not to answer (prefer not to say, not known, ask later): a phone has only leaving empty."),
    _("How sure an answer is, and where it is from."),
    _("A date as far as it is known is asked as a text."),
    _("How coarsely a pin is kept: a phone has it exactly until it is sent."),
    _("A gentler way to ask, and definitions."),
    _("Purposes in our own words only: their cards in other languages and the recordings stay here."),
    _("Risk class, identifier, purposes, retention: whoever fills in on a phone is not bound by them."),
)
