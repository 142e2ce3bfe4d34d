"""How sensitive an element is that nobody has classified: recognised where we can, otherwise high (X3, S11)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from titip.dictionary.rules.codebook import ElementEntry
from titip.dictionary.rules.messages import gettext_noop as _
from titip.dictionary.rules.standards import htcds, htcds_name
from titip.dictionary.rules.types import ElementType, IdentifierKind
from titip.kit.points import COARSEST, coarse_enough

_ORDER = {"": 0, "low": 1, "medium": 2, "high": 3, "identity": 4}


@dataclass(frozen=True)
class Class:
    """A proposal: risk class with what goes with it. ``known``: from the table of a standard rather than from a pattern."""

    risk: str
    identifier: IdentifierKind = IdentifierKind.NONE
    never_by_default: bool = False
    known: bool = False


# Read against the code and the label in lower case, words apart. The first that fits decides.
_PATTERNS: tuple[tuple[str, Class], ...] = (
    (r"\b(fingerprint|thumb ?print|biometric|iris scan|voice ?print|dna)\b", Class("identity", IdentifierKind.BIOMETRIC)),
    (r"\b(photo|photograph|face|portrait|selfie)\b", Class("identity", IdentifierKind.FACE_IMAGE)),
    (r"\b(passport|national id|identity (card|number|document)|id (card|number|no|document)|citizen id|visa|work permit|nric|nik|ktp|driving licen[cs]e)\b",
     Class("identity", IdentifierKind.GOVERNMENT_ID)),
    (r"\b(phone|mobile|telephone|tel|whatsapp|line id|viber|telegram|wechat|zalo|imei)\b", Class("identity", IdentifierKind.PHONE)),
    (r"\b(e ?mail|street|address|house (number|no)|postal code|zip( code)?|alamat)\b", Class("identity", IdentifierKind.ADDRESS)),
    (r"\b(birth ?date|date of birth|dob|birthday)\b", Class("identity", IdentifierKind.DATE)),
    (r"\b((first|given|family|last|middle|second|full|maiden|nick|father s?|mother s?|parent s?|guardian s?|client s?|victim s?|child s?|survivor s?) ?name"
     r"|surname|nickname|alias|nama|name)\b", Class("identity", IdentifierKind.NAME)),
    (r"\b(bank account|account (number|no)|(case|file|record|registration|police report|court) (number|no|id)|facebook|instagram|tiktok)\b",
     Class("identity", IdentifierKind.RECORD_NUMBER)),
    (r"\b(gps|latitude|longitude|geopoint|coordinates|shelter (address|location)|village|commune|ward|hamlet|sub ?district|tambon|sangkat|phum|kelurahan"
     r"|barangay)\b", Class("high", IdentifierKind.LOCALITY)),
    (r"\b(hiv|aids|pregnan\w*|abortion|sexual orientation|gender identity|transgender|lgbt\w*|drug (use|addiction)|substance (use|abuse)|addict\w*"
     r"|sex work\w*|prostitut\w*|immigration status|undocumented|shelter)\b", Class("high", never_by_default=True)),
)  # fmt: skip


def words_of(text: str) -> str:
    """A code or label as lower-case words: ``prs_FirstName`` becomes ``prs first name``."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return " ".join(re.sub(r"[^\w]|_", " ", apart).lower().split())


def classify(entry: ElementEntry) -> Class:
    """The class we propose for an element: from the standard's table, else by its names, else high."""
    field = htcds().get(entry.htcds or htcds_name(entry.code))
    if field:
        return Class(field.risk, field.identifier, field.never_by_default, known=True)
    texts = (words_of(entry.code), words_of(entry.label))
    for pattern, proposal in _PATTERNS:
        if any(re.search(pattern, text) for text in texts):
            return _as_pin(entry, proposal)
    return _as_pin(entry, _elsewhere(entry)[0] or Class("high"))


def _as_pin(entry: ElementEntry, proposal: Class) -> Class:
    """A pin finer than the coarsest leads to where somebody is, whatever its words say."""
    if entry.type is not ElementType.GEOPOINT or coarse_enough(entry.minimum_value) == COARSEST:
        return proposal
    return replace(proposal, identifier=proposal.identifier or IdentifierKind.LOCALITY, never_by_default=True)


def _elsewhere(entry: ElementEntry) -> tuple[Class | None, str]:
    """What a label in another language of the region suggests, and the word that does."""
    for label in (entry.label, *(words.get("label", "") for words in entry.texts.values())):
        for words, proposal in _ELSEWHERE:
            if found := next((word for word in words if word in label.lower()), ""):
                return proposal, found
    return None, ""


#: Words of the region's languages that stand for an identifier, looked for inside a label. Not every word: what is missed stays high.
_ELSEWHERE: tuple[tuple[tuple[str, ...], Class], ...] = (
    (("ลายนิ้วมือ", "ស្នាមម្រាមដៃ", "လက်ဗွေ", "vân tay", "sidik jari"), Class("identity", IdentifierKind.BIOMETRIC)),
    (("รูปถ่าย", "ใบหน้า", "រូបថត", "ဓာတ်ပုံ", "ảnh chân dung", "foto wajah"), Class("identity", IdentifierKind.FACE_IMAGE)),
    (("บัตรประชาชน", "หนังสือเดินทาง", "អត្តសញ្ញាណប័ណ្ណ", "លិខិតឆ្លងដែន", "မှတ်ပုံတင်", "နိုင်ငံကူးလက်မှတ်", "căn cước", "hộ chiếu", "paspor"),
     Class("identity", IdentifierKind.GOVERNMENT_ID)),
    (("โทรศัพท์", "ទូរស័ព្ទ", "ဖုန်း", "điện thoại", "telepon"), Class("identity", IdentifierKind.PHONE)),
    (("ที่อยู่", "អាសយដ្ឋាន", "လိပ်စာ", "địa chỉ"), Class("identity", IdentifierKind.ADDRESS)),
    (("วันเกิด", "ថ្ងៃខែឆ្នាំកំណើត", "မွေးနေ့", "ngày sinh", "tanggal lahir"), Class("identity", IdentifierKind.DATE)),
    (("ชื่อ", "นามสกุล", "ឈ្មោះ", "နာမည်", "အမည်", "họ tên", "họ và tên"), Class("identity", IdentifierKind.NAME)),
    (("เลขที่บัญชี", "គណនីធនាគារ", "số tài khoản", "nomor rekening"), Class("identity", IdentifierKind.RECORD_NUMBER)),
    (("หมู่บ้าน", "ตำบล", "ភូមិ", "ឃុំ", "ကျေးရွာ", "thôn", "phường", "kelurahan", "desa"), Class("high", IdentifierKind.LOCALITY)),
)  # fmt: skip
#: Kinds of entry that hold an identifier by their nature, whatever they are called.
_BY_TYPE = {ElementType.FILE: Class("identity", IdentifierKind.FACE_IMAGE)}


@dataclass(frozen=True)
class Suggestion:
    """What an element's own words and kind suggest, and why: a sentence to translate with its values."""

    proposal: Class
    template: str
    params: Mapping[str, str]


def recognised(entry: ElementEntry) -> Suggestion | None:
    """The class that an element's words or a standard show, with the reason; None where they show nothing."""
    field = htcds().get(entry.htcds or htcds_name(entry.code))
    if field:
        return Suggestion(classify(entry), _("It is %(name)s of the standard HTCDS 2.0."), {"name": field.name})
    for pattern, proposal in _PATTERNS:
        for where, text in ((_("The code says “%(words)s”."), words_of(entry.code)), (_("The label says “%(words)s”."), words_of(entry.label))):
            if found := re.search(pattern, text):
                return Suggestion(_as_pin(entry, proposal), where, {"words": found.group()})
    other, word = _elsewhere(entry)
    if other is not None:
        return Suggestion(_as_pin(entry, other), _("The label says “%(words)s”."), {"words": word})
    if (km := coarse_enough(entry.minimum_value)) != COARSEST and entry.type is ElementType.GEOPOINT:
        return Suggestion(_as_pin(entry, Class("high")), _("A pin of about %(km)s km leads to where somebody is."), {"km": str(km)})
    return None


def suggest(entry: ElementEntry) -> Suggestion:
    """The class proposed for an element, with the reason; the person decides."""
    found = recognised(entry)
    if found is not None:
        return found
    if entry.type in _BY_TYPE:
        return Suggestion(_BY_TYPE[entry.type], _("A file may show a face or a document."), {})
    if entry.type is ElementType.LONG_TEXT:
        return Suggestion(Class("high"), _("People write names into long texts."), {})
    if entry.type is ElementType.GEOPOINT:
        return Suggestion(Class("medium"), _("A square of about 100 km says little; a finer one leads to where somebody is."), {})
    if entry.type is ElementType.PLACE:
        return Suggestion(Class("medium"), _("A province says little; a village would be an identifier."), {})
    return Suggestion(Class("high"), _("Nothing in its words is recognised, so it is treated as sensitive until you say otherwise."), {})


def is_higher(risk: str, other: str) -> bool:
    """Whether ``risk`` is a stricter class than ``other``."""
    return _ORDER[risk] > _ORDER.get(other, 0)


def classified(entry: ElementEntry) -> ElementEntry:
    """The entry with a class: its own where it has one that is no softer than ours, else ours, to be confirmed by the data steward."""
    proposal = classify(entry)
    if entry.risk and not is_higher(proposal.risk, entry.risk):
        return entry
    made = replace(
        entry,
        risk=proposal.risk,
        risk_confirmed=proposal.known,
        identifier=entry.identifier or proposal.identifier,
        never_by_default=entry.never_by_default or proposal.never_by_default,
        heavy=entry.heavy or entry.type is ElementType.LONG_TEXT,
    )
    field = htcds().get(made.htcds)
    if field is None:
        return made
    return replace(
        made,
        definition=made.definition or field.definition,
        purposes=made.purposes or field.purposes,
        quasi_identifier=field.quasi_identifier,
        sensitive=field.sensitive,
        heavy=field.heavy,
        generalise=made.generalise or field.generalise,
    )
