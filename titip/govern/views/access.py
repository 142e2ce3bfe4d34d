"""Hands out the access-control list as a file; shows what a role sees."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from titip.govern.forms.view_as import ViewAs
from titip.govern.reads.view_as import view_as as look
from titip.govern.rules.sheets import to_csv, to_xlsx
from titip.present.report import access_list as printing
from titip.protect.actions import audit
from titip.protect.gate import StaffRequest, may, page
from titip.protect.reads import staff, team
from titip.protect.reads.access_list import AccessList, access_list
from titip.protect.rules.access import REGISTER
from titip.protect.rules.policy import Change
from titip.protect.rules.roles import ROLES, Role
from titip.protect.rules.table import HEADINGS, Row

_TYPES = {
    "csv": "text/csv; charset=utf-8", "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@page("protect.access.list")
@require_GET
def access_file(request: StaffRequest, kind: str) -> HttpResponse:
    """The list as CSV, workbook or PDF."""
    found = access_list(request.actor.policy)
    if kind == "pdf":
        content = printing.compose(_printed(found))
    else:
        about = [[_("Access-control list"), found.organisation, _stand(found)]]
        rows = [[_(heading) for heading in HEADINGS], *([_(cell) if cell else "" for cell in row.cells()] for row in found.rows)]
        content = to_csv([*rows, [], *about]) if kind == "csv" else to_xlsx([*rows, [], *about], sheet=_("Access-control list")[:31])
    audit.record(kind="protect.access.list", actor_code=request.actor.code, detail={"form": kind, "version": found.version, "rows": len(found.rows)})
    response = HttpResponse(content, content_type=_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="access-list-{found.made_at.date().isoformat()}.{kind}"'
    return response


@page("govern.view_as")
@require_GET
def view_as(request: StaffRequest) -> HttpResponse:
    """What a role, or a colleague's set of roles, sees of pages, actions and elements; no record of anybody is touched."""
    form = ViewAs(request.GET or None, colleagues=_colleagues(request))
    seen = None
    if form.is_bound and form.is_valid():
        roles, trained = form.chosen()
        seen = look(roles, policy=request.actor.policy, trained=trained, house_ready=request.actor.house_ready, action=form.cleaned_data["action"])
        audit.record(
            kind="govern.view_as", actor_code=request.actor.code,
            detail={"roles": sorted(role.value for role in roles), "colleague": bool(form.cleaned_data["colleague"])},
        )
    return render(request, "govern/view_as.html", {"form": form, "seen": seen, "roles": [ROLES[role].label for role in seen.roles] if seen else []})


def _colleagues(request: StaffRequest) -> dict[str, tuple[str, frozenset[Role], bool]]:
    """Id → (name, roles, trained) of those whose roles whoever asks may know: everybody's, or her teams'."""
    if may(request, "protect.staff.list"):
        known = {role.value for role in Role}
        rows = [(one.id, one.name, frozenset(Role(held.role) for held in one.roles if held.role in known)) for one in staff.colleagues() if one.active]
        return {str(pk): (name, roles, staff.trained(pk)) for pk, name, roles in rows if roles}
    return {str(one.id): (one.name, one.roles, one.training in ("current", "soon")) for one in team.members(request.actor.teams) if one.roles}


def _stand(found: AccessList) -> str:
    return _("As it holds on %(day)s, version %(version)d") % {"day": found.made_at.date().isoformat(), "version": found.version}


def _printed(found: AccessList) -> printing.Printed:
    roles = printing.Part(
        _("Roles"), [_("role"), _("most sensitive class"), _("training from"), _("never-by-default elements"), _("second factor")], [3, 2, 2, 2, 2],
        [
            [
                _(one.label), _(one.ceiling) if one.ceiling else _("no answers of a record"), _(one.training) if one.training else "-",
                _("within her work") if one.never else _("kept from this role"), _("compulsory") if one.second_factor else _("free"),
            ]
            for one in found.roles
        ],
    )
    rooms = [
        printing.Part(
            _(room), [_("action"), "", _("who, and how far")], [4, 3, 6],
            [[_(first.label), first.action, "; ".join(_who(row) for row in rows)] for first, rows in actions],
        )
        for room, actions in found.by_room()
    ]
    intro = [
        _("Whatever is not listed is refused. An answer is opened for a purpose that it was collected for, and for no other."),
        _("High and identity: closed to everybody until this house is ready for them, and closed to whoever is not trained."),
        ngettext("%(n)d line.", "%(n)d lines.", len(found.rows)) % {"n": len(found.rows)},
    ]
    return printing.Printed(
        title=_("Access-control list"), organisation=found.organisation, stand=_stand(found), intro=intro,
        changed_title=_("Changed by this organisation"), changed=[_said(one) for one in found.changed], parts=[roles, *rooms],
        made_at=found.made_at, language=(get_language() or "en").split("-")[0],
    )


def _who(row: Row) -> str:
    reach = _(row.reach) if row.reach else _("not at all")
    return f"{_(row.role_label)} ({reach}{', ' + _('changed') if row.changed else ''})"


def _said(change: Change) -> str:
    names = {"ceiling": _("Most sensitive class seen"), "training": _("Most sensitive class open without training"), "second_factor": _("Second factor")}
    what = names.get(change.what) or (_(REGISTER.actions[change.action].label) if change.action in REGISTER.actions else change.action)
    before, after = (_(cell) if cell else _("not at all") for cell in (change.before, change.after))
    return f"{_(ROLES[change.role].label)}: {what}: {before} → {after}"
