"""Asking for consent: the cards, the reading back, the saving. Nothing is kept before the last of them."""

from django.contrib import messages
from django.db import transaction
from django.forms.utils import ErrorDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from titip.consent import actions
from titip.consent.forms import CardsForm, LanguageForm, SignForm
from titip.consent.forms.cards import card_name
from titip.consent.reads import reworded_since
from titip.consent.rules.liveness import State
from titip.consent.rules.signing import HEIGHT, WIDTH
from titip.consent.views.finding import person_or_refuse
from titip.dictionary import reads as dictionary
from titip.protect.gate import done, keep_typed, page, typing, unjudged
from titip.protect.reads import staff as colleagues

#: What belongs to a page and not to what was typed on it.
_BESIDE = frozenset({"cards_in", "step", "csrfmiddlewaretoken", "form_token", "draft_number", "draft_pause"})


@page("consent.record")
def ask(request, person_id):
    """In which language, where there is a choice; the cards; after them the choices read back; after that they are kept."""
    person = person_or_refuse(request, person_id, "consent.record")
    step = request.POST.get("step", "")
    if kept := keep_typed(request, title=_("What may we keep and use? %(code)s") % {"code": person.code}, about=person.pk):
        return kept
    typed, languages = typing(request), dictionary.card_languages()
    chosen = (typed if typed is not None else request.GET).get("cards_in")
    if len(languages) > 1 and (step == "language" or (typed is None and chosen not in {one.code for one in languages})):
        return _languages(request, person, languages, chosen if typed is not None else None)
    form, reworded = _form(person, typed, languages, chosen)
    if request.method != "POST" or step in ("change", "cards") or reworded or not form.is_valid():
        if step == "cards" or reworded:
            form._errors = ErrorDict()  # nothing was sent yet, or what was sent is asked about on the page
        return _cards(request, person, form, languages, reworded)
    sign = SignForm(request.POST, request.FILES) if step == "save" else SignForm()
    if step != "save" or not sign.is_valid() or request.POST.get("read_back") != "yes":
        return _read_back(request, person, form, sign, asked=step == "save" and request.POST.get("read_back") != "yes")
    try:
        with transaction.atomic():
            basis = actions.record_consent(
                actor=request.actor, person=person, choices=form.choices(), conditions=sign.onto(form.conditions(read_back=True)),
                kind=form.decided_by(), assent=form.assent(), guardian_clear=form.guardian_clear(), at_most=form.at_most(), turns_18=form.turns_18(),
                drawn=sign.cleaned_data["drawn"], voice=sign.voice(), cards_in=form.given_in, words=_number(typed),
            )
            done(request)
    except actions.CannotRecord as refused:
        form.add_error(None, _(refused.message))
        return _cards(request, person, form, languages, ())
    messages.success(request, _("Her choices are kept. Offer her the slip."))
    return redirect("consent:slip", basis_id=basis.pk)


def _form(person, typed, languages, chosen):
    """The cards in the language that was chosen. What was answered to words that have changed since is asked once more: the cards that did."""
    codes = [one.code for one in languages]
    code = chosen if chosen in codes[1:] else ""
    cards_in = dictionary.card_language(code) if code else None
    purposes = dictionary.purposes(code)
    since = reworded_since(_number(typed), code) if typed is not None else frozenset()
    if typed is not None and chosen and chosen not in codes:  # her language was taken out meanwhile: these are not the words that she was given
        since = frozenset(card.code for card in purposes)
    reworded = [card for card in purposes if card.code in since and typed.get(card_name(card.code))]
    if reworded:
        typed = typed.copy()
        for card in reworded:
            typed.pop(card_name(card.code))
    name = cards_in.name if cards_in else ""
    return CardsForm(typed, purposes=purposes, age_status=person.age_status, language=name, cards_in=cards_in), reworded


def _number(typed):
    """The number of the dictionary whose cards were on the page."""
    found = (typed or {}).get("words", "")
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else None


def _languages(request, person, languages, chosen):
    form = LanguageForm(languages=languages, initial={"cards_in": chosen})
    fields = [(name, value) for name, values in request.POST.lists() if name not in _BESIDE for value in values]
    return render(request, "consent/language.html", {"person": person, "form": form, "fields": fields})


def _cards(request, person, form, languages, reworded):
    version = dictionary.current()
    context = {
        "person": person, "form": unjudged(request, form), "organisation": colleagues.organisation(), "collector": request.user,
        "other_languages": len(languages) > 1, "gone_in": form.around or (languages[0] if languages else None), "words": version.number if version else "",
        "reworded": reworded,
    }  # fmt: skip
    return render(request, "consent/cards.html", context)


def _read_back(request, person, form, sign, *, asked):
    lines = [
        {"card": purpose, "answer": form.cleaned_data.get(card_name(purpose.code)), "said": _said(form, purpose)}
        for purpose in form.purposes
    ]
    fields = [(name, value) for name, values in request.POST.lists() if name in form.fields or name in ("cards_in", "words") for value in values]
    context = {
        "person": person,
        "lines": lines,
        "fields": fields,
        "limits": [(form[name].label, _chosen(form, name)) for name in ("confidentiality", "formats", "lasting")],
        "sign": sign,
        "may_draw": (WIDTH, HEIGHT),
        "nothing": not any(choice.state is State.GIVEN for choice in form.choices()),
        "error": _("Read the choices back to her first, and tick that you did.") if asked else "",
    }
    return render(request, "consent/read_back.html", context)


def _said(form, purpose):
    """Her answer to a card, in words."""
    return dict(form.answers(purpose)).get(form.cleaned_data.get(card_name(purpose.code)), _("Not asked today"))


def _chosen(form, name):
    """What was chosen under a question, in words."""
    given = form.cleaned_data.get(name) or ""
    words = dict(form.fields[name].choices)
    return ", ".join(str(words[one]) for one in ([given] if isinstance(given, str) else given) if one in words) or _("None")
