"""What results say, in English: each message is the id of its translations. R8: they speak of observed cases; R18: of no cause."""

from titip.dictionary.rules.messages import gettext_noop as _

OBSERVED = _("{n} observed {unit}.")
KNOWN = _("{column} is known for {known} of {n} observed {unit}.")
MOST = _("Most often it is {group}: {count} of {known} ({percent}).")
MANY = _("One may have several: the shares add up to more than 100 %.")
MISSING = _("Not there: {kinds}.")
ONE_VALUE = _("Only one value occurs and {n} are empty: an empty one may mean “no” or “not asked”, so the share says nothing.")
NONE_MISSING = _("None is missing.")
SMALL = _("With fewer than {smallest} we show counts, not tests.")
SAMPLE = _("These are observed {unit}, not all that exist: who is not found is not counted.")
WITHHELD = _("* stands for counts withheld so that none under {k} can be worked out.")
SHARES_WITHHELD = _("Shares are withheld too: they would give a small count away.")
STARRED_KIND = _("withheld before")
STARRED = _("{n} values were withheld in the table to protect people.")

MEDIAN = _("{column}: the median is {median}{unit}; the middle half lies from {q1} to {q3}{unit} (n = {n}).")
MEAN = _("The mean is {mean}{unit}, the standard deviation {sd}.")
RANGE = _("Values range from {lowest} to {highest}{unit}.")
RANGE_TRIMMED = _("From the {k}th lowest to the {k}th highest, values range from {lowest} to {highest}{unit}.")
MEAN_APART = _("The mean differs from the median by more than 20 %: a few very high or very low values pull it. Tell the median.")
NO_NUMBERS = _("{column}: too few values to tell.")

EMPTY = _("empty")
UNKNOWN = _("not known")
NOT_APPLICABLE = _("does not apply")
DECLINED = _("preferred not to say")
ASK_LATER = _("to be asked later")

DIFFERENCE = _("{first}: {a} ({share_a}); {second}: {b} ({share_b}), of {known} observed {unit}.")
MORE = _("{earlier} → {later} observed {unit}: {difference} more.")
FEWER = _("{earlier} → {later} observed {unit}: {difference} fewer.")
SAME = _("{earlier} → {later} observed {unit}: no change.")
NO_CLEAR_CHANGE = _("{earlier} → {later} observed {unit}: no clear change.")
CHANGE_PERCENT = _("{earlier} → {later} observed {unit}: {difference} ({percent}).")
OTHER_DEFINITION = _("The two were counted by different definitions. Show them apart, and mark the break.")
