"""What findings say, in English: each message is the id of its translations. R8: of observed cases; R18: of no cause; R10: of nothing unseen."""

from titip.dictionary.rules.messages import gettext_noop as _

EFFECT = _("{measure}: {size} (95 % interval {low} to {high}; n = {n}).")
POINTS = _("{size} percentage points")
EFFECT_P = _("{measure}: {size} (95 % interval {low} to {high}; n = {n}; {p}).")
EFFECT_UNCLEAR = _("{measure}: no clear difference from chance: {size} (95 % interval {low} to {high}; n = {n}).")
EFFECT_P_UNCLEAR = _("{measure}: no clear difference from chance: {size} (95 % interval {low} to {high}; n = {n}; {p}).")
TESTS = _("Tests run: {tests}. Each p is adjusted for their number (Holm).")
NOT_CLAIMED = _("Not claimed: {why}")
EXCLUDED = _("Set aside: {n} {unit}. {why}")
RATE = _("{group}: {count} observed, of {exposure} {unit}: {rate} per {per} (95 % interval {low} to {high}).")
INTERVALS = _("The intervals tell how much chance alone may move a figure of cases like these; they say nothing of cases that nobody observed.")

# Why rows were set aside (R27)
NOT_KNOWN = _("{column} is not known.")
WITHHELD_VALUE = _("{column} is withheld in the table.")
SMALL_GROUP = _("“{group}” has fewer than {smallest}: counted, not compared.")
NEGATIVE = _("{column} is below zero, which no duration is.")
LEFT_PERIOD = _("{period} is not a full period.")
OUTSIDE_GROUPS = _("Their group has no denominator.")
TOO_SMALL_TABLE = _("The claim would need at least two groups of {smallest} or more.")
CELLS_WITHHELD = _("Effects are withheld too: with them a withheld count could be worked out.")

# Compare
COMPARE_TITLE = _("{what} by {groups}")
COUNTS_TITLE = _("{groups} compared")
GROUP_NUMBER = _("{group}: the median of {column} is {median}{unit} (95 % interval {low} to {high}; n = {n}).")
GROUP_SHARE = _("{group}: {count} of {n} ({share}; 95 % interval {low} to {high}).")
MEASURE_SUPERIORITY = _("Chance that one of “{first}” has more {column} than one of “{second}”")
MEASURE_MEAN = _("Difference of the mean {column}, “{first}” less “{second}”")
MEASURE_RANKS = _("Share of the differences in {column} that goes with {groups} (epsilon squared)")
MEASURE_DIFFERENCE = _("Difference of the shares with “{value}”, “{first}” less “{second}”")
MEASURE_RATIO = _("Ratio of the shares with “{value}”, “{first}” to “{second}”")
MEASURE_RATES = _("Ratio of the rates, “{first}” to “{second}”")
MEASURE_SURVIVAL = _("How quickly {ended} comes, “{first}” to “{second}” (ratio of hazards)")
MANN_WHITNEY = _("Mann–Whitney test with correction for ties; the chance is the area under the curve, its interval by Brunner and Munzel.")
WELCH = _("Welch's t test: means of large groups, variances may differ.")
KRUSKAL = _("Kruskal–Wallis test; epsilon squared, its interval from the non-central chi-squared distribution.")
SCORE_DIFFERENCE = _("Score test and interval for the difference of two proportions (Miettinen and Nurminen).")
SCORE_RATIO = _("Score interval for the ratio of two proportions (Miettinen and Nurminen).")
SCORE_RATES = _("Exact Poisson intervals of each rate; score test and interval of their ratio.")
WILSON = _("Wilson's intervals of the shares.")
MEDIAN_INTERVAL = _("Intervals of medians: BCa bootstrap of 2,000 resamples, or order statistics where there are too many different values.")
INDEPENDENT = _("Each case is independent of the others: cases met together (one raid, one family) make intervals too narrow.")
SAME_MEANING = _("The column means the same in every group.")
POISSON_EVENTS = _("Events happen one by one: where they come in clusters the intervals are too narrow.")
SAME_DEFINITION = _("Numerator and denominator cover the same places and full periods.")

# Associate
ASSOCIATE_TITLE = _("{first} and {second}")
TOGETHER = _(
    "Most over what independence would give: “{a}” occurs together with “{b}” in {count} observed {unit}, where {expected} would be expected by chance."
)
MEASURE_CRAMER = _("How closely {first} and {second} occur together (Cramér's V, 0 to 1)")
MEASURE_ODDS = _("Odds ratio of “{b}” with “{a}” against “{other}”")
MEASURE_RISK = _("Ratio of the shares with “{b}”, “{a}” to “{other}”")
MEASURE_SPEARMAN = _("How closely the ranks of {first} and {second} go together (Spearman's rho, −1 to 1)")
CHI2 = _(
    "Chi-squared test (every expected count is 5 or more); Cramér's V with Bergsma's correction, its interval from the non-central chi-squared distribution."
)
FISHER = _(
    "Fisher's exact test (an expected count is under 5); Cramér's V with Bergsma's correction, its interval from the non-central chi-squared distribution."
)
FISHER_SAMPLED = _(
    "Fisher's test by 9,999 random tables with the same margins (an expected count is under 5); Cramér's V with Bergsma's correction, its "
    "interval from the non-central chi-squared distribution."
)
ODDS = _("Conditional odds ratio with its exact interval (Fisher).")
RISK = _("Relative risk with its interval on the log scale (Katz).")
SPEARMAN = _("Spearman's rank correlation; interval by BCa bootstrap, or Fisher's z with Bonett and Wright's variance where there are too many values.")
MONOTONE = _("Ranks tell of a steady rise or fall only: a curve that turns is missed.")
EXPLANATIONS = _("R21: which other explanations could there be: who is found, who is asked, who answers, a third thing that comes with both?")
OTHER_SAMPLES = _("An association among observed cases may come from how cases are found, and may not hold among those who are not.")

# Trend
TREND_TITLE = _("{what} over {time}")
CASES = _("Observed {unit}")
NO_CHANGES = _("With {points} periods no trend is told: three full periods are the least.")
FIRST_TO_LAST = _("From {first} to {last}: {change}")
MEASURE_SLOPE = _("Middle yearly change of the observed number (Theil–Sen)")
MEASURE_KENDALL = _("How steadily the numbers rise or fall with time (Mann–Kendall tau, −1 to 1)")
MEASURE_POISSON = _("Ratio of the observed number from one period to the next")
THEIL_SEN = _("Theil–Sen slope with its interval (Sen 1968); Mann–Kendall test with correction for ties.")
POISSON_TREND = _(
    "Poisson regression on the period, with the denominator as offset where there is one; its error widened where the counts vary more than Poisson."
)
EVEN_PERIODS = _("Periods are of the same length, and one period's count does not carry over into the next.")
SAME_DEFINITION_TIME = _("What is counted, where and how was the same in all periods; otherwise the break is to be marked.")
NO_EXTRAPOLATION = _("Nothing is told of periods before the first or after the last.")
GAP_IN_TIME = _("No row falls in {periods}: they are counted as zero, which may mean that nothing was recorded.")
CONTEXT = _("R17: what changed in this time: a law, funding, staff, a new partner, a low starting number?")

# Gaps
GAPS_TITLE = _("What is not there, by {place} and {time}")
GAPS_PLAIN = _("What is not there, by {place}")
FIELD_GAP = _("{field}: {n} of {cases} ({share}) have no value.")
WORST = _("Most is missing in {field} for {cell}: {n} of {cases} ({share}).")
NO_CASES = _("No case was observed for {cells}. Nobody there, nobody looking, or not recorded: the table cannot tell.")
ALL_MISSING = _("Not collected, it seems: {field} for {cells}.")
NOTHING_MISSING = _("In the fields asked for nothing is missing.")
MORE_CELLS = _("{cells}, and {n} more")
FIELDS_TOO_LARGE = _("Left out, since their tables would have more than {most} cells: {fields}. Ask by fewer places, by years, or without the time.")
FIELDS_LAID_OPEN = _("Left out, since a small count would be known from what is shown of them elsewhere: {fields}. Ask by fewer and larger places.")
REASON_EMPTY = _("empty: not asked, not written down, or “no”")
REASON_UNKNOWN = _("not known: asked, and nobody could say")
REASON_NOT_APPLICABLE = _("does not apply: no gap")
REASON_DECLINED = _("preferred not to say: a right, no fault of the interview")
REASON_ASK_LATER = _("to be asked later: still owed")
REASON_WITHHELD = _("withheld to protect people")
WHY_NOT = _("R12: what was not collected, and why? Write the reason for each gap that stays.")
GAPS_METHOD = _("Missing values counted by kind, for each place, period and field. “Does not apply” is counted as no gap.")

# Outliers
OUTLIERS_TITLE = _("{column}: what lies far from the rest")
FUNNEL_TITLE = _("{groups}: what lies outside the funnel")
FAR = _("{n} of {known} values of {column} lie far from the rest: {rule}.")
NONE_FAR = _("No value of {column} lies far from the rest by {rule}.")
RULE_MAD = _("more than 3.5 robust standard deviations (MAD) from the median")
RULE_TUKEY = _("outside Tukey's fences on the logarithm of the duration")
BOTH_ENDS = _("Under {low} or over {high}{unit}.")
OUTSIDE_FUNNEL = _("{group}: {count} observed, {expected} expected; more than chance would give.")
UNDER_FUNNEL = _("{group}: {count} observed, {expected} expected; fewer than chance would give.")
INSIDE_FUNNEL = _("No group lies outside the funnel.")
PEERS_ABOVE = _(
    "{group}: “{value}” in {count} of {n} ({share}), more than among its peers ({peers}). What is done differently there may be worth learning (R26)."
)
PEERS_BELOW = _("{group}: “{value}” in {count} of {n} ({share}), less than among its peers ({peers}).")
MAD_METHOD = _("Robust z: distance from the median over 1.4826 times the median absolute deviation (Iglewicz and Hoaglin 1993).")
TUKEY_METHOD = _("Tukey's fences (1977) at 3 times the middle half, on the logarithm since durations are skewed.")
FUNNEL_METHOD = _(
    "Funnel by exact Poisson or binomial probability, two-sided, 0.2 % in all shared over the groups (Spiegelhalter 2005, with Holm's adjustment)."
)
NO_SPREAD = _("Half of the values and more are the same: no robust spread can be told, so no value is called far.")
FUNNEL_SMALL = _("With fewer than {smallest} in all, chance hides what a funnel would show.")
CHECK_REAL = _("R24: is it real? Look at the record and ask who wrote it.")
CHECK_UNDER = _("R24: are the others under-reported instead?")
CHECK_NOT_COLLECTED = _("R24: is a low number one that was not collected?")
NEVER_DELETED = _("Nothing was removed: outliers are for review.")

# Durations
DURATION_TITLE = _("How long until {ended}, from {duration}")
MEDIAN_TIME = _("{group}: half had ended by {median}{unit} (95 % interval {low} to {high}); {ended} of {n} have ended, the others are still open.")
NO_MEDIAN_TIME = _("{group}: fewer than half have ended ({ended} of {n}), so no median can be told.")
OPEN_CASES = _("Open cases count for as long as they have lasted; a mean of closed cases alone would be too short.")
KAPLAN_MEIER = _("Kaplan–Meier curve with open cases censored; interval of the median by Brookmeyer and Crowley on the log-log scale.")
LOG_RANK = _("Log-rank test; the ratio is Peto’s, from observed less expected endings and their variance.")
CENSORING = _("Whether a case is still open has nothing to do with how soon it would end.")
OTHER_VALUE = _("{column} is something else.")
MEASURE_POISSON_RATE = _("Ratio of the rate from one period to the next")
KINDS_TITLE = _("What is missing in each field, by kind")
CELLS_TITLE = _("What is missing in each place and period")
NOT_POSITIVE = _("{column} is zero or less, which has no logarithm.")
FAR_WITHHELD = _("Fewer than {k} values of {column} lie far from the rest: how many is withheld.")
LOW_SIDE = _("low")
HIGH_SIDE = _("high")
ALL = _("All")

#: The heads of tables that are no names from the data; they stand as literals where the tables are made, and here for their translation.
HEADS = (
    _("Cases"),
    _("Denominator"),
    _("Expected"),
    _("Field"),
    _("First quartile"),
    _("Half ended by"),
    _("Known"),
    _("Mean"),
    _("Median"),
    _("Observed"),
    _("Rate"),
    _("Share"),
    _("Share of those known"),
    _("Third quartile"),
    _("Total"),
    _("Where"),
    _("Without a value"),
    _("from"),
    _("to"),
)
