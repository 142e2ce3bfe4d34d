"""The linter: what is wrong, weak or unsafe in a dictionary or in a form that someone sends."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from titip.dictionary.rules import expressions
from titip.dictionary.rules.classify import classify, words_of
from titip.dictionary.rules.codebook import Codebook, ElementEntry
from titip.dictionary.rules.findings import Finding, Level
from titip.dictionary.rules.lint_looking import Look, calculated, circles, repeated, skip_rules
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.standards import htcds, htcds_name
from titip.dictionary.rules.types import ElementType, IdentifierKind

_SELECTS = {ElementType.SELECT_ONE, ElementType.SELECT_MANY, ElementType.HIERARCHY}
_SEALED = {"high", "identity"}
_UNKNOWN = re.compile(r"\b(unknown|not known|don t know|no answer|declined|refused|prefer not|not asked)\b")
_YES_NO = {"yes", "no", "true", "false", "1", "0", "y", "n", "agree", "disagree"}


def lint(book: Codebook, where: Mapping[str, str] | None = None) -> list[Finding]:
    """Every finding on a codebook, in the order of its elements within each rule."""
    look = Look(book, where or {}, {c.code: c for c in book.code_lists})
    return [finding for rule in RULES for finding in rule(look)]


def duplicate_labels(look: Look) -> Iterator[Finding]:
    """Two elements of one record type that people cannot tell apart."""
    first: dict[tuple[str, str], ElementEntry] = {}
    for entry in look.live():
        key = (entry.record_type, " ".join(entry.label.lower().split()))
        if key in first:
            message = f"'{entry.code}' has the same label as '{first[key].code}': “{entry.label}”. Give each its own words."
            yield Finding("duplicate-label", look.at(entry), message)
        first.setdefault(key, entry)


def contradicting_labels(look: Look) -> Iterator[Finding]:
    """A label that belongs to another element."""
    standard = {words_of(f.label): name for name, f in htcds().items()}
    for entry in look.live():
        own = htcds().get(entry.htcds or htcds_name(entry.code))
        named = standard.get(words_of(entry.label))
        if own and named and words_of(own.label) != words_of(entry.label):
            message = f"'{entry.code}' is labelled “{entry.label}”, which is the label of {named}; the standard calls it “{own.label}”."
            yield Finding("label-contradicts-code", look.at(entry), message, Level.ERROR)


def stray_spaces(look: Look) -> Iterator[Finding]:
    """Spaces at the ends of codes and labels."""
    for entry in look.live():
        if entry.label != entry.label.strip():
            yield Finding("stray-space", look.at(entry), f"The label of '{entry.code}' begins or ends with a space.", Level.NOTE)
    for code_list in look.book.code_lists:
        for item in code_list.items:
            if item.code != item.code.strip():
                place = look.where.get(f"{code_list.code}:{item.code}", f"{code_list.code}:{item.code.strip()}")
                yield Finding("stray-space", place, f"The code '{item.code}' of list '{code_list.code}' begins or ends with a space.")


def missing_definitions(look: Look) -> Iterator[Finding]:
    """Elements that nobody has defined (S10)."""
    for entry in look.live():
        if not entry.definition:
            yield Finding("no-definition", look.at(entry), f"'{entry.code}' has no definition. Say in one sentence what it is and is not.")


def missing_codes(look: Look) -> Iterator[Finding]:
    """Elements that offer no way not to answer (S14)."""
    for entry in look.live():
        if entry.missing_codes or entry.type is ElementType.CALCULATED:
            continue
        code_list = look.items(entry)
        offered = code_list is not None and any(_UNKNOWN.search(words_of(i.code) + " " + words_of(i.label)) for i in code_list.items)
        if not offered:
            message = f"'{entry.code}' offers neither “prefer not to say” nor “not known”. An empty answer then means several things."
            yield Finding("no-missing-codes", look.at(entry), message)


def mixed_missing(look: Look) -> Iterator[Finding]:
    """One choice that says two kinds of missing at once."""
    for code_list in look.book.code_lists:
        for item in code_list.items:
            words = words_of(item.label)
            if not item.retired and "unknown" in words.split() and ("not specified" in words or "declined" in words or "refused" in words):
                place = look.where.get(f"{code_list.code}:{item.code}", f"{code_list.code}:{item.code}")
                message = f"“{item.label.strip()}” means both not asked and not known. Keep them apart: they are ways of not answering, not choices."
                yield Finding("mixed-missing", place, message)


def identifiers(look: Look) -> Iterator[Finding]:
    """Direct identifiers without a class that protects them (X3)."""
    for entry in look.live():
        proposal = classify(entry)
        kind = entry.identifier or proposal.identifier
        if kind is IdentifierKind.BIOMETRIC:
            message = f"'{entry.code}' looks like a biometric. Biometrics are not collected; take it off the form."
            yield Finding("biometric", look.at(entry), message, Level.ERROR)
        elif not entry.risk and proposal.risk in _SEALED:
            what = f"an identifier ({kind.value})" if kind else "a sensitive answer"
            rule = "identifier-without-risk" if kind else "sensitive-without-risk"
            level = Level.WARNING if kind else Level.NOTE
            yield Finding(rule, look.at(entry), f"'{entry.code}' is {what} and has no risk class; {proposal.risk} is proposed.", level)
        elif entry.identifier and entry.risk and entry.risk not in _SEALED:
            message = f"'{entry.code}' is an identifier ({entry.identifier.value}) of risk class {entry.risk}. It must be identity or high."
            yield Finding("identifier-without-risk", look.at(entry), message, Level.ERROR)


def unconfirmed(look: Look) -> Iterator[Finding]:
    """Classes that an import proposed and nobody has confirmed."""
    for entry in look.live():
        if entry.risk and not entry.risk_confirmed:
            message = f"The risk class of '{entry.code}' ({entry.risk}) was proposed by an import. Confirm or change it."
            yield Finding("risk-unconfirmed", look.at(entry), message, Level.NOTE)


def unasked(look: Look) -> Iterator[Finding]:
    """Elements that answer no question of the organisation (S1)."""
    for entry in look.live():
        if not entry.questions and not entry.minimum:
            yield Finding("answers-no-question", look.at(entry), f"'{entry.code}' answers no question. Name the question, or leave the element out.")


def purposeless(look: Look) -> Iterator[Finding]:
    """Sealed elements that serve no purpose a person could agree to (S4)."""
    for entry in look.live():
        if entry.risk in _SEALED and not entry.purposes:
            yield Finding("no-purpose", look.at(entry), f"'{entry.code}' is {entry.risk} and serves no named purpose, so nobody can agree to it.")


def bare_consent(look: Look) -> Iterator[Finding]:
    """Consent asked as one yes or no."""
    for entry in look.live():
        named = {"consent", "consents", "agreement", "agrees", "assent"} & set(f"{words_of(entry.code)} {words_of(entry.label)}".split())
        code_list = look.items(entry)
        codes = {i.code.lower() for i in code_list.items} if code_list else set()
        bare = entry.type is ElementType.YES_NO or (0 < len(codes) <= 2 and codes <= _YES_NO)
        if named and bare:
            message = f"'{entry.code}' asks for consent as a bare yes or no. Consent is asked purpose by purpose, each with its own answer."
            yield Finding("bare-consent", look.at(entry), message, Level.ERROR)


def standard_names(look: Look) -> Iterator[Finding]:
    """Names, types and status that differ from the standard they come from."""
    for entry in look.live():
        name = htcds_name(entry.code)
        if not name:
            continue
        if name != entry.code:
            message = f"'{entry.code}' is {name} in HTCDS 2.0. It is mapped, but other systems may not know it."
            yield Finding("name-differs-from-standard", look.at(entry), message)
        if htcds()[name].retired:
            yield Finding("retired-in-standard", look.at(entry), f"{name} is retired in HTCDS 2.0.")
        wanted = htcds()[name].type
        if wanted is ElementType.DATE and entry.type is ElementType.PARTIAL_DATE:
            continue  # a date as far as it is known: whole days are among them
        if wanted is not entry.type and wanted in _SELECTS | {ElementType.DATE, ElementType.INTEGER}:
            message = f"'{entry.code}' is {_type_words(entry.type)}; HTCDS 2.0 has {_type_words(wanted)}."
            yield Finding("type-differs-from-standard", look.at(entry), message)


def _type_words(of: ElementType) -> str:
    return of.value.replace("_", " ")


def standard_core(look: Look) -> Iterator[Finding]:
    """Core fields of the standard that a form of the standard leaves out."""
    present = {htcds_name(entry.code) for entry in look.live()} - {""}
    missing = [name for name, f in htcds().items() if f.core and name not in present]
    if missing and len(present) >= 10 and 2 * len(present) > sum(1 for _ in look.live()):
        message = f"{len(missing)} of the 40 core fields of HTCDS 2.0 are not here: {', '.join(missing)}."
        yield Finding("standard-core-missing", look.where.get("", "form"), message, Level.NOTE)


def nothing_required(look: Look) -> Iterator[Finding]:
    """A form on which nothing need be answered."""
    required = {entry.code for entry in look.live() if entry.required}
    for form in look.book.forms:
        if form.placements and not required & {p.element for p in form.placements}:
            message = f"Nothing on “{form.name}” is required. Require what every record needs; “prefer not to say” still counts as an answer."
            yield Finding("nothing-required", look.where.get("", form.code), message)


def selects(look: Look) -> Iterator[Finding]:
    """Choices that cannot be made: an empty list, the same code twice, a required choice without a way out."""
    for entry in look.live():
        if entry.type not in _SELECTS:
            continue
        code_list = look.items(entry)
        if code_list is None or not code_list.items:
            yield Finding("empty-list", look.at(entry), f"'{entry.code}' has no choices (list '{entry.code_list}').", Level.ERROR)
        elif entry.required and not entry.missing_codes and not any("other" in words_of(f"{i.code} {i.label}").split() for i in code_list.items):
            yield Finding("required-without-other", look.at(entry), f"'{entry.code}' must be answered, but its choices have no “other”.")
    for code_list in look.book.code_lists:
        for code, times in Counter(item.code for item in code_list.items).items():
            if times > 1:
                place = look.where.get(f"{code_list.code}:{code}", code_list.code)
                yield Finding("duplicate-code", place, f"The code '{code}' stands {times} times in list '{code_list.code}'.", Level.ERROR)


def limits(look: Look) -> Iterator[Finding]:
    """Numbers without limits (S13)."""
    for entry in look.live():
        number = entry.type in (ElementType.INTEGER, ElementType.DECIMAL)
        if number and not entry.constraint and (entry.minimum_value is None or entry.maximum_value is None):
            message = f"'{entry.code}' is a number without a lowest and highest value, so a slip such as 200 years is kept."
            yield Finding("no-limits", look.at(entry), message, Level.NOTE)
        if entry.pattern and expressions.pattern_of(entry.pattern) is None:
            yield Finding("bad-pattern", look.at(entry), f"The pattern of '{entry.code}' is not usable and is not enforced.")


def reasons(look: Look) -> Iterator[Finding]:
    """Heavy questions that do not say why they are asked."""
    for entry in look.live():
        if entry.risk in _SEALED and not entry.why:
            yield Finding("no-why", look.at(entry), f"'{entry.code}' is {entry.risk} and does not say why we ask.", Level.NOTE)


RULES: tuple[Callable[[Look], Iterator[Finding]], ...] = (
    bare_consent, contradicting_labels, duplicate_labels, standard_names, standard_core, stray_spaces, missing_definitions, missing_codes,
    mixed_missing, identifiers, unconfirmed, unasked, purposeless, nothing_required, selects, limits, skip_rules,
    circles, calculated, repeated, reasons,
)  # fmt: skip

#: What each rule looks for, for headings.
TITLES: Mapping[str, str] = {
    "bare-consent": _("Consent asked as a bare yes or no"),
    "label-contradicts-code": _("Labels that belong to another element"),
    "duplicate-label": _("Labels used twice"),
    "name-differs-from-standard": _("Names that differ from the standard"),
    "type-differs-from-standard": _("Types that differ from the standard"),
    "retired-in-standard": _("Retired in the standard"),
    "standard-core-missing": _("Core fields of the standard left out"),
    "stray-space": _("Stray spaces"),
    "no-definition": _("No definition"),
    "no-missing-codes": _("No way not to answer"),
    "mixed-missing": _("Two kinds of missing in one choice"),
    "identifier-without-risk": _("Identifiers without a risk class"),
    "sensitive-without-risk": _("Sensitive answers without a risk class"),
    "biometric": _("Biometrics"),
    "risk-unconfirmed": _("Risk class to be confirmed"),
    "answers-no-question": _("Answers no question"),
    "no-purpose": _("Serves no purpose"),
    "nothing-required": _("Nothing required"),
    "empty-list": _("Choices missing"),
    "required-without-other": _("Required, without “other”"),
    "duplicate-code": _("Codes used twice"),
    "no-limits": _("Numbers without limits"),
    "bad-pattern": _("Patterns that cannot be used"),
    "not-enforced": _("Kept but not enforced"),
    "circle": _("Elements that need each other"),
    "softer-than-source": _("Calculated from something better protected"),
    "empty-group": _("Repeated groups that are none"),
    "unknown-reference": _("Names an element that does not exist"),
    "no-why": _("Does not say why we ask"),
    "not-mapped": _("Has no place here"),
    "not-an-element": _("Not a question"),
    "no-form-id": _("The form has no name of its own"),
    "no-english": _("No English words"),
    "code-taken": _("Code already taken"),
    "unknown-list": _("A list that is not there"),
    "bad-code": _("Codes that cannot be codes"),
    "new-here": _("Brought by the file"),
    "raised": _("Risk class raised"),
    "changed": _("Changed by the file"),
    "kept": _("Kept as declared here"),
}
