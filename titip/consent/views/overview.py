"""Where a person's consent stands, the certificate of one decision, and the slip she takes away."""

import re
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render

from titip.consent import reads
from titip.consent.reads import certificates
from titip.consent.rules.signing import HEIGHT, WIDTH, lines
from titip.consent.views.finding import basis_or_refuse, person_or_refuse
from titip.dictionary import reads as dictionary
from titip.dictionary.rules.playing import played
from titip.protect import vault
from titip.protect.actions import audit
from titip.protect.gate import NotHere, may, page
from titip.protect.reads import staff as colleagues
from titip.register import reads as register


@page("consent.open")
def overview(request, person_id):
    """Each purpose, and every basis ever recorded."""
    person = person_or_refuse(request, person_id, "consent.open")
    audit.record(kind="consent.open", actor_code=request.actor.code, subjects=[("person", str(person.pk))])
    facts = register.facts(person)
    context = {
        "person": person,
        "states": reads.state(person),
        "bases": reads.bases(person),
        "purpose_names": {p.code: p.name for p in dictionary.purposes()},
        "may_record": may(request, "consent.record", facts),
        "may_basis": may(request, "consent.basis", facts),
        "may_withdraw": may(request, "consent.withdraw", facts),
        "may_elements": may(request, "consent.elements", facts),
        "may_identity": may(request, "register.identity", facts),
    }
    return render(request, "consent/overview.html", context)


@page("consent.certificate")
def certificate(request, basis_id):
    """What was read and chosen, as it was sealed that day."""
    basis, person = basis_or_refuse(request, basis_id, "consent.certificate")
    try:
        content = certificates.open_certificate(request.actor, basis)
    except vault.Gone:
        content = None
    names = {p.code: p.name for p in dictionary.purposes()}
    for choice in (content or {}).get("choices", []):
        choice["name"] = choice.get("name") or names.get(choice["purpose"], choice["purpose"])
    drawn = _drawn(request, basis) if request.method == "POST" and basis.sign != "voice" else None
    organisation = colleagues.organisation()
    context = {
        "basis": basis, "person": person, "content": content, "drawn": drawn, "size": (WIDTH, HEIGHT),
        "hear": request.method == "POST" and basis.sign == "voice",
        "cards_name": dictionary.card_language(basis.cards_in).name,
        "contact": organisation.custodian_contact if organisation else "",
    }
    return render(request, "consent/certificate.html", context)


@page("consent.certificate", keeps=False)
def voice(request, basis_id):
    """What she said, where somebody asked to hear it: a line in the log, and nothing kept by the browser."""
    basis, _person = basis_or_refuse(request, basis_id, "consent.certificate")
    try:
        found = certificates.open_voice(request.actor, basis)
    except vault.Gone:
        found = None
    if found is None:
        raise NotHere
    kind, content = found
    content, status, headers = played(content, kind, request.headers.get("Range", ""))
    return HttpResponse(content, status=status, headers={**headers, "Cache-Control": "no-store"})


def _drawn(request, basis):
    """The lines of the drawn sign, where somebody asked to see it."""
    try:
        strokes = certificates.open_sign(request.actor, basis)
    except vault.Gone:
        strokes = None
    return lines(strokes or [])


#: What an address may ask of a slip.
_ASKED = ("plain", "size", "in")


@page("consent.open")
def slip(request, basis_id):
    """The slip to print: a code and how to reach whoever keeps her data; with ``?plain=1`` without any clue to the organisation.

    ``?in=``: in another language than the cards, or where there were none, as on another basis.
    """
    basis, person = basis_or_refuse(request, basis_id, "consent.open")
    audit.record(kind="consent.open", actor_code=request.actor.code, subjects=[("person", str(person.pk)), ("basis", str(basis.pk))])
    organisation = colleagues.organisation()
    contact = organisation.custodian_contact if organisation else ""
    asked = {name: value for name in _ASKED if (value := request.GET.get(name, ""))}
    plain, small = asked.get("plain") == "1", asked.get("size") != "a4"
    languages = {one.code: one for one in _slip_languages()}
    here = languages.get(asked.get("in") or basis.cards_in) or next(iter(languages.values()), None)
    context = {
        "basis": basis,
        "person": person,
        "plain": plain,
        "small": small,
        "organisation": "" if plain or not organisation else organisation.name,
        "contact": only_numbers(contact) if plain else contact,
        "around": here,
        "ways": {"plain": _with(asked, plain="" if plain else "1"), "size": _with(asked, size="a4" if small else "")},
        "others": [(one, _with(asked, **{"in": one.code})) for one in languages.values() if one is not here and not plain],
    }
    return render(request, "consent/slip.html", context)


def _slip_languages():
    """The languages in which a slip can be printed: our own, then those that have words for it."""
    found = [dictionary.card_language(one.code) for one in dictionary.card_languages()]
    return [one for number, one in enumerate(found) if number == 0 or one.slip]


def _with(asked, **changes):
    found = {**asked, **changes}
    return f"?{urlencode({name: found[name] for name in _ASKED if found.get(name)})}"


def only_numbers(contact: str) -> str:
    """The telephone numbers in a contact line: all of it that tells nobody whose it is."""
    return ", ".join(number.strip() for number in re.findall(r"\+?\d[\d ()/.-]{5,}\d", contact))
