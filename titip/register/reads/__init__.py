"""The register sees: lists by code, what a colleague may see of a record, and the one door to releases."""

from titip.register.models import Person, Record, SamePerson
from titip.register.reads.beside import Beside, open_beside
from titip.register.reads.comparing import Compared, Comparison, compare, last_changed
from titip.register.reads.entering import Entered, entered
from titip.register.reads.files import has_copy, stored_files
from titip.register.reads.history import Change, history
from titip.register.reads.links import links, partners
from titip.register.reads.many import many_answers
from titip.register.reads.opening import Opened, current_answers, open_identity, open_record
from titip.register.reads.people import by_code, facts, find, look_for, people_for, person_for, records_of, registration_of
from titip.register.reads.provenance import written
from titip.register.reads.releasing import ReleaseRows, for_release, for_release_about_nobody, weighed_of_nobody
from titip.register.reads.resealing import StillOpen, still_open
from titip.register.reads.same import codes_of, groups, in_one_group, once, others_of, said_of, same_for
from titip.register.reads.tally import Tally, tally
from titip.register.reads.words import answer_words, beside_words, missing_words

__all__ = [
    "Beside", "Change", "Compared", "Comparison", "Entered", "Opened", "Person", "Record", "ReleaseRows", "SamePerson", "StillOpen", "Tally",
    "answer_words", "beside_words", "by_code", "codes_of", "compare", "current_answers", "entered", "facts", "find", "for_release",
    "for_release_about_nobody", "groups", "has_copy", "history", "in_one_group", "last_changed", "links", "look_for", "many_answers", "missing_words",
    "once", "open_beside", "open_identity", "open_record", "others_of", "partners", "people_for", "person_for", "records_of", "registration_of",
    "said_of", "same_for", "still_open", "stored_files", "tally", "weighed_of_nobody", "written",
]  # fmt: skip
