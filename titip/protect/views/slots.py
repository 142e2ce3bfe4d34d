"""Keys and slots: who can open the house, how old the keys are, what is erased; renewing, taking out, adding, asking for two."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from titip.protect import vault
from titip.protect.actions import background, keys, renewing, slots
from titip.protect.forms.keys import AddSlot, Proven, TakeOut
from titip.protect.gate import NotHere, StaffRequest, may, page
from titip.protect.models import Work
from titip.protect.reads import work as work_reads
from titip.protect.reads.renewing import Standing, slots_left_behind, standing
from titip.protect.vault import keyring


@page("protect.keys.list")
@require_GET
def overview(request: StaffRequest) -> HttpResponse:
    """How the keys stand, and what to do next."""
    found = standing()
    running = Work.objects.filter(job__in=("protect.rewrap", "protect.renew"), ended_at=None).first()
    context = {
        "found": found, "changing": may(request, "protect.keys.change"), "next_steps": _next_steps(found), "full": len(found.slots) >= keyring.MOST_SLOTS,
        "running": work_reads.line(running) if running and (running.job == "protect.rewrap" or running.started_at) else None,
        "done": found.total - found.waiting,
    }
    return TemplateResponse(request, "protect/keys.html", context)


def _next_steps(found: Standing) -> list[tuple[str, str]]:
    """What to do, each with the address where it is done ("": not on a page)."""
    ways = sum(slot.kind != "service" for slot in found.slots)
    told = [
        (not found.sheet, _("Print the recovery sheet and confirm it: it is the way in when a passphrase is lost."), reverse("recovery_sheet")),
        (ways < 2, _("Make a second way in: with one passphrase, one accident loses everything."), reverse("keys_add")),
        (found.copy_is_old, _("Take a backup that copies the keyring: an earlier copy does not open what was saved since the keys were renewed."), ""),
        (any(slot.weak for slot in found.slots), _("Holders of slots marked “earlier form” unlock once with their passphrases: then these count in full."), ""),
        (bool(found.damaged_lines), _("The list of erasures is damaged. Compare it with its copy beside your backups."), ""),
        (bool(found.late_backups), _("Delete the backups named below, wherever they lie: they are older than 35 days."), ""),
    ]
    left = _("%(code)s has left, and her slot %(slot)s still opens the house. Take it out.")
    told += [(True, left % {"code": code, "slot": slot}, reverse("keys_remove", args=[slot])) for slot, code in slots_left_behind()]
    return [(sentence, url) for due, sentence, url in told if due]


@page("protect.keys.change", keeps=False)
@require_POST
def renew(request: StaffRequest) -> HttpResponse:
    """Begin a renewal; the rest goes on in the background."""
    renewing.begin(actor_code=request.actor.code)
    return _go_on(request)


def _go_on(request: StaffRequest) -> HttpResponse:
    work = background.ask(job="protect.rewrap", ids={}, actor_code=request.actor.code, staff_id=request.user.pk)
    return redirect("work_one", work=work.pk)


@page("protect.keys.change", keeps=False)
def destroy_old(request: StaffRequest) -> HttpResponse:
    """Destroy the old key now, asked once more."""
    if request.method == "POST":
        try:
            renewing.destroy_at_once(actor_code=request.actor.code)
            messages.success(request, _("The old key is destroyed. Delete the backups of before, and earlier copies of the keyring."))
        except vault.KeyringError as error:
            messages.error(request, str(error))
        return redirect("keys")
    return TemplateResponse(request, "protect/keys_destroy.html", {"found": standing()})


@page("protect.keys.change", keeps=False)
def remove(request: StaffRequest, slot: str) -> HttpResponse:
    """Take out a slot."""
    ring = keyring.load(settings.HOME.keyring)
    found = ring.slot(slot)
    if found is None:
        raise NotHere
    few = sum(one.kind != "service" for one in ring.slots if one.id != found.id) < 2
    form = TakeOut(request.POST or None, few=few)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            slots.remove(slot=slot, passphrase=told["passphrase"], actor_code=request.actor.code, few_is_fine=bool(told.get("one_left")))
            messages.success(request, _("The slot is out and the keys are renewed. Copy the keyring anew, and destroy earlier copies."))
            return _go_on(request)
        except vault.KeyringError as error:
            form.add_error("passphrase", str(error))
    warning = _("Only one way in is left after this. When that passphrase is forgotten, everything is lost; nobody can help.") if few else ""
    intro = _("“%(label)s” opens the house no longer, nor does an older copy of the keyring file with that passphrase open what is saved from now on.")
    return _asked(request, form, heading=_("Take out a slot"), submit_label=_("Take it out"), harm=True, warning=warning, intro=intro % {"label": found.label})


@page("protect.keys.change", keeps=False)
def add(request: StaffRequest) -> HttpResponse:
    """Let one more passphrase open the house."""
    form = AddSlot(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            keys.add_slot(passphrase=told["passphrase"], new_passphrase=told["new"], label=told["label"], actor_code=request.actor.code)
        except vault.WeakPassphrase as error:
            form.add_error("new", str(error))
        except vault.KeyringError as error:
            form.add_error("passphrase", str(error))
        else:
            messages.success(request, _("One more passphrase opens the house. Copy the keyring file anew: the old copy does not know it."))
            return redirect("keys")
    intro = _("Whoever holds it types it herself. Two people, two ways in: then one accident loses nothing.")
    return _asked(request, form, heading=_("Let a second person unlock"), submit_label=_("Add this passphrase"), intro=intro)


@page("protect.keys.change", keeps=False)
def two(request: StaffRequest) -> HttpResponse:
    """Ask for two people to unlock, or no longer."""
    now = keyring.load(settings.HOME.keyring).two
    form = Proven(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slots.need_two(two=not now, passphrase=form.cleaned_data["passphrase"], actor_code=request.actor.code)
        except vault.KeyringError as error:
            form.add_error("passphrase", str(error))
        else:
            one_or_two = _("Any one slot opens the house.") if now else _("From now on two slots together open the house.")
            messages.success(request, f"{one_or_two} {_('Copy the keyring file anew.')}")
            return redirect("keys")
    cost = _("What it costs: after a power cut, at night too, nobody works before two holders were reached. Write down who they are and how.")
    intro = _("Then no one person can open the house, or a stolen keyring file, alone: two of the slots are needed, within ten minutes of each other.")
    if now:
        return _asked(request, form, heading=_("One person unlocks"), submit_label=_("One is enough"), intro=_("Any one slot opens the house again."))
    return _asked(request, form, heading=_("Two people unlock"), submit_label=_("Ask for two from now on"), intro=intro, warning=cost)


def _asked(request: StaffRequest, form: Any, **shown: Any) -> HttpResponse:
    context = {"form": form, "title": _("Keys"), "back_url": reverse("keys"), "cancel_url": reverse("keys"), **shown}
    response: HttpResponse = TemplateResponse(request, "titip/form_page.html", context)
    return response
