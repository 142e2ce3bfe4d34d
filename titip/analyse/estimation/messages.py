"""What an estimate says about itself, in English: each message is the id of its translations."""

from titip.dictionary.rules.messages import gettext_noop as _

FEW_LISTS = _("There are {lists} lists; an estimate needs three or more that were made apart. With two, nothing in the data can tell whether they depend.")
FEW_PEOPLE = _("Only {n} people are on the lists; with fewer than {smallest} we do not estimate. Tell the count, and say that there may be more.")
EMPTY_LIST = _("Nobody is on: {lists}. Leave out empty lists.")
FEW_OVERLAPS = _("Fewer than two pairs of lists share anybody. An estimate rests on who is found twice: look for missed links between the lists first.")
MAIN_FAILS = _("Not even independent lists can be fitted to this table: who is found twice is too few, or in too few places.")

MAIN = _("independent lists")
STEPWISE = _("stepwise, p < {threshold}")
BIC = _("best BIC of all pairwise models")
AIC = _("best AIC of all pairwise models")
BIC_HIGHER = _("best BIC, interactions of up to {order} lists")
AIC_HIGHER = _("best AIC, interactions of up to {order} lists")
CHAO = _("Chao's lower bound")
LCMCR = _("latent classes (LCMCR)")

NO_ESTIMATE = _("No model of this kind can be fitted to the table.")
NOT_ON_TWO = _("Nobody is on exactly two lists, which the bound needs.")
TOO_MANY_MODELS = _("With {lists} lists there are too many models to find the best for certain. Take stepwise, or join lists.")
NEAR = _("{near} of {models} models are within 10 of the best; their estimates go from {lowest} to {highest}.")
AVOID = _("These lists share fewer people than independent lists would: {pairs}. Where lists avoid each other the bound can lie above the truth.")
NO_AVOID = _("No two lists were found to avoid each other, which the bound needs; few overlaps may hide it.")
DISAGREE = _("The chains do not agree (R-hat {rhat}; up to 1.1 is agreement): do not use this estimate.")
CLASSES_FULL = _("All {classes} classes were often in use: more may be needed.")
BCA_ONE_SIDE = _("No BCa interval: all resamples lie on one side of the estimate.")
BCA_UNBOUNDED = _("No BCa interval: too many resamples ({share}) have no finite estimate.")
BCA_ROUGH = _("With {n} resamples the ends of the BCa interval are rough; 1,000 are usual.")
BCA_NOT_BAYES = _("The interval is of the posterior; it is not resampled.")
BCA_WIDER = _("The choice of the model is itself uncertain: the BCa interval, which repeats the choice, is {times} times as wide as the model's.")

SPREAD = _(
    "From model to model the estimate goes from about {lowest} to about {highest} {unit}; the intervals reach from {low} to {high}. "
    "This spread is the finding."
)
NO_SPREAD = _("Too few models could be fitted to show how far they lie apart: do not use these figures.")
LEFT_OUT = _("With one list left out at a time, {model}: from about {lowest} to about {highest}.")
OBSERVED = _("{n} observed {unit} on {lists} lists. How many more there are is not observed; it is worked out from assumptions.")
UNLISTED = _("{n} {unit} in the table are on none of these lists; they are left out, since an estimate may use only what its lists observed.")
EACH_ASSUMES = _("An interval holds only if its model is true. It does not cover the choice between models; BCa covers the choice within one kind.")
ROUNDED = _("Figures are rounded to three digits.")
CONFIDENTIAL = _("The table of who is on which lists can single people out. Keep it locked; publish ranges, never its cells.")

CLOSED = _("Nobody came or left: all lists cover the same place, period and definition.")
LINKED = _("Each person is linked across lists without error. Missed links make the estimate too high, false ones too low.")
DEPENDENCE = _("Lists depend on each other only in ways the model has. Referral between lists breaks this, and the data cannot show all of it.")
REACHABLE = _("Everybody could have been listed by some list. Who can never be found is not in any of these figures.")

WHITEHEAD = _("Whitehead and others (2021, Journal of Human Trafficking 7): choosing terms by significance overstates certainty; they advise against it.")
JONES = _("Jones and others (2014, American Journal of Epidemiology 179): where one source refers people to another, the estimate can be badly wrong.")
LINK = _("Link (2003, Biometrics 59): models that fit the seen equally well can give very different numbers of the unseen.")
SILVERMAN = _("Silverman (2020, JRSS A 183): some models that fit about as well give rather different answers, and the choice may fall on one of them.")
BINETTE = _("Binette and Steorts (2022, JRSS A 185): wrong assumptions bias the estimate; tried on data with known answers, its accuracy varied.")
