"""Whether the house is ready for high-risk data: the list, the breach plan, the restore drill."""

import threading
from typing import Final

from django.contrib import messages
from django.db import connections
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from titip.govern.actions import sign_plan
from titip.govern.forms import ForDrill, PlanForm
from titip.govern.reads import readiness as reads
from titip.govern.rules.breach import BadPlan
from titip.protect.actions.drilling import drill as run_drill
from titip.protect.gate import StaffRequest, may, page, reference_in
from titip.protect.reads.readiness import last_mark
from titip.protect.reads.renewing import needs_two
from titip.protect.rules.backups import BackupError
from titip.protect.rules.readiness import Proof


@page("govern.readiness")
@require_GET
def readiness(request: StaffRequest) -> HttpResponse:
    """What stands and what is missing, each with its cure for whoever may."""
    found = reads.standing()
    context = {"standing": found, "changing": may(request, "govern.prepare"), "backup_command": "titip backup /media/disk"}
    if found.backup is not None:
        context["backup_days"] = reads.days_since(found.backup.at)
    return TemplateResponse(request, "govern/readiness.html", context)


@page("govern.prepare")
def plan(request: StaffRequest) -> HttpResponse:
    """Sign a breach plan: the starter text, or the one in force to look at again."""
    standing = reads.plan_in_force()
    names = ("leads", "stands_in", "authority", "authority_hours", "people_hours", "text")
    initial = {name: getattr(standing, name) for name in names} if standing else None
    form = PlanForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sign_plan(plan=form.plan(), actor_code=request.actor.code, session=reference_in(request))
        except BadPlan as error:
            form.add_error(error.field, _(error.message))
        else:
            messages.success(request, _("The plan is signed. Print it: in the night of a breach the computer may be the one thing that is off."))
            return redirect("govern:plan_shown")
    context = {
        "form": form, "heading": _("Breach plan"), "submit_label": _("Sign this plan"), "title": _("Plan"), "back_url": reverse("govern:readiness"),
        "intro": _("One page that says whom to call and what to do first. It is due again in a year."),
    }
    return TemplateResponse(request, "titip/form_page.html", context)


@page("govern.readiness")
@require_GET
def plan_shown(request: StaffRequest) -> HttpResponse:
    """The plan in force, to read and print: everybody may need it."""
    return TemplateResponse(request, "govern/plan.html", {"plan": reads.plan_in_force(), "changing": may(request, "govern.prepare")})


@page("govern.prepare", keeps=False)
def drill(request: StaffRequest) -> HttpResponse:
    """Run the restore drill. It takes seconds in a small house and minutes in a large one; the page says how far it is."""
    form = ForDrill(request.POST or None, two=needs_two())
    if request.method == "POST" and form.is_valid():
        if not _DRILL.begin(form.cleaned_data["passphrase"], form.cleaned_data.get("second", ""), request.actor.code, reference_in(request)):
            messages.error(request, _("A drill is running already."))
        return redirect("govern:drill")
    context = {"form": form, "running": _DRILL.running, "percent": _DRILL.percent, "failed": _DRILL.why, "last": last_mark(Proof.DRILL)}
    response = TemplateResponse(request, "govern/drill.html", context)
    if _DRILL.running:
        response["Refresh"] = "3"
    return response


class _Running:
    """The one drill that may run in this server. Its passphrases live in its thread alone, in no queue and on no disk."""

    def __init__(self) -> None:
        self._one: Final = threading.Lock()
        self.percent = 0
        self.why = ""

    @property
    def running(self) -> bool:
        """Whether one is."""
        return self._one.locked()

    def begin(self, passphrase: str, second: str, actor_code: str, session: str) -> bool:
        """Start it. False where one runs already."""
        if not self._one.acquire(blocking=False):
            return False
        self.percent, self.why = 0, ""
        threading.Thread(target=self._run, args=(passphrase, second, actor_code, session), name="drill", daemon=True).start()
        return True

    def _run(self, passphrase: str, second: str, actor_code: str, session: str) -> None:
        try:
            came = run_drill(passphrase=passphrase, second=second, actor_code=actor_code, session=session, progress=self._show)
            self.why = came.why
        except BackupError as error:
            self.why = str(error)
        except Exception as error:
            self.why = type(error).__name__  # its words may hold values
        finally:
            connections.close_all()
            self._one.release()

    def _show(self, done: int, total: int) -> None:
        self.percent = 100 * done // total if total else 0


_DRILL: Final = _Running()
