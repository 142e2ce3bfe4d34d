"""The first day on pages: keyring, organisation, questions, recovery sheet, first administrator.

Reached only with the code that the server printed, and never again once there is an administrator.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from titip.dictionary import actions as dictionary
from titip.govern.reads.first_day import steps_left
from titip.govern.rules.first_day import LAW, Step, languages
from titip.protect import vault
from titip.protect.actions import door, keys, organisation
from titip.protect.actions.staff import CannotChangeStaff, add_staff
from titip.protect.gate import open_page
from titip.protect.rules.phrases import propose
from titip.protect.rules.roles import Role
from titip.web import asking
from titip.web.views import door as known
from titip.web.views.sheet import ask_sheet

#: Who acts in the log until there is somebody.
ACTOR = "first-day"


@open_page(while_locked=True)
def first_day(request: HttpRequest) -> HttpResponse:
    """The next step that is left."""
    left = steps_left()
    if not door.is_open() or Step.ADMINISTRATOR not in left:
        raise Http404
    if not known.is_known(request):
        return _knock(request)
    step = left[0]
    if step is not Step.KEYRING and vault.is_locked():
        return HttpResponseRedirect(f"{reverse('unlock')}?{urlencode({'next': reverse('first_day')})}")
    if request.method == "POST" and request.POST.get("step") != step:
        return redirect("first_day")  # sent twice, or from a page that has been left behind
    return _STEPS[step](request)


def _knock(request: HttpRequest) -> HttpResponse:
    form = asking.SetUpCode(request.POST if request.method == "POST" and "code" in request.POST else None)
    if form.is_valid():
        try:
            key = door.knock(form.cleaned_data["code"])
        except door.WrongCode:
            form.add_error("code", _("This is not the code. After twenty wrong ones the server makes a new one when it is started again."))
        else:
            return known.remember(request, redirect("first_day"), key)
    return _page(request, form, heading=_("The first day"), submit=_("Begin"), intro=_("Nobody works here yet. Whoever started the server sets the house up."))


def _keyring(request: HttpRequest) -> HttpResponse:
    form = asking.NewKeyring(_sent(request))
    if form.is_valid():
        passphrase = form.cleaned_data["passphrase"]
        try:
            keys.init(passphrase=passphrase, practice=False, with_sheet=False)
            keys.unlock(passphrase=passphrase, where="page")
            return redirect("first_day")
        except vault.KeyringError as error:
            form.add_error("passphrase", str(error))
    return _page(
        request, form, step=Step.KEYRING, heading=_("The keyring"), submit=_("Make the keyring"), phrases=propose(),
        intro=_("Names and everything of high risk are sealed. This passphrase opens them for the whole house each time the server starts; without it, and "
                "without the recovery sheet that follows, nobody can, those who made this program included."), why=_(LAW),
    )


def _organisation(request: HttpRequest) -> HttpResponse:
    form = asking.NewOrganisation(_sent(request))
    if form.is_valid():
        told = form.cleaned_data
        try:
            organisation.set_up(
                name=told["name"], country=told["country"], time_zone=told["time_zone"], languages=languages(told["languages"]),
                custodian_contact=told["custodian_contact"], actor_code=ACTOR,
            )
            return redirect("first_day")
        except organisation.BadOrganisation as error:
            form.add_error(error.field, str(error))
    return _page(request, form, step=Step.ORGANISATION, heading=_("Your organisation"), submit=_("Go on"))


def _questions(request: HttpRequest) -> HttpResponse:
    form = asking.Questions(_sent(request))
    if form.is_valid():
        dictionary.load_starter(actor_code=ACTOR, questions=form.cleaned_data["questions"])
        return redirect("first_day")
    return _page(
        request, form, step=Step.QUESTIONS, heading=_("What do you want to know?"), submit=_("Begin with these"),
        intro=_("What helps a person now, how to reach her safely, where people are found and how cases go on is always asked. Everything else is asked "
                "only if it answers a question of yours."), why=_("Each answer is hers before it is ours. What answers no question is kept about nobody."),
    )


def _sheet(request: HttpRequest) -> HttpResponse:
    return ask_sheet(request, actor_code=ACTOR, done=lambda: redirect("first_day"), **_where(Step.SHEET))


def _administrator(request: HttpRequest) -> HttpResponse:
    form = asking.NewAdministrator(_sent(request))
    if form.is_valid():
        told = form.cleaned_data
        try:
            add_staff(username=told["username"], name=told["name"], roles=[Role.ADMINISTRATOR], passphrase=told["passphrase"], actor_code=ACTOR)
        except CannotChangeStaff as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            door.close()
            return known.forget(redirect("account_login"))
    return _page(
        request, form, step=Step.ADMINISTRATOR, heading=_("The first administrator"), submit=_("Finish and sign in"), phrases=propose(),
        intro=_("An administrator invites colleagues and sees no case. The second factor, on your phone, is set up when you sign in."),
    )


_STEPS = {
    Step.KEYRING: _keyring, Step.ORGANISATION: _organisation, Step.QUESTIONS: _questions, Step.SHEET: _sheet, Step.ADMINISTRATOR: _administrator,
}


def _sent(request: HttpRequest) -> Any:
    """What was sent. A form with no box ticked is sent too, so ``POST or None`` will not do."""
    return request.POST if request.method == "POST" else None


def _where(step: Step) -> dict[str, Any]:
    return {"place": list(Step).index(step) + 1, "of": len(Step), "step": step}


def _page(request: HttpRequest, form: forms.Form, *, heading: str, submit: str, step: Step | None = None, **shown: Any) -> HttpResponse:
    place = _where(step) if step else {}
    context = {"form": form, "heading": heading, "submit_label": submit, "title": _("First day"), **place, **shown}
    return TemplateResponse(request, "web/first_day.html", context)
