"""The pages of code lists: their choices in order, each with its words and the wider one it belongs to."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from titip.dictionary import actions, reads
from titip.dictionary.forms import ChoiceEdit, ListNew
from titip.dictionary.forms.lists import free_code
from titip.dictionary.rules.codebook import CodeListEntry, ItemEntry
from titip.dictionary.rules.levels import in_tree, parent_of
from titip.dictionary.rules.weighing import CannotEdit
from titip.dictionary.views.editing import said
from titip.protect.gate import StaffRequest, done, keep_typed, page, typing, unjudged

#: More choices than this are changed one by one or brought in from a file: a page of thousands helps nobody.
MOST = 400


@page("dictionary.edit")
def lists(request: StaffRequest) -> HttpResponse:
    """All code lists, with what uses them."""
    if reads.current() is None:
        raise Http404
    book = reads.draft_book()
    users = {c.code: [e for e in book.elements if e.code_list == c.code] for c in book.code_lists}
    return render(request, "dictionary/lists.html", {"lists": [(c, users[c.code]) for c in book.code_lists]})


@page("dictionary.edit")
def list_new(request: StaffRequest) -> HttpResponse:
    """A new list, one choice a line."""
    if reads.current() is None:
        raise Http404
    if kept := keep_typed(request, title=_("A new list of choices")):
        return kept
    form = ListNew(reads.draft_book(), typing(request))
    if request.method == "POST" and form.is_valid():
        entry = form.entry()
        actions.put(entries=[("code_lists", entry.code, entry)], what="new", thing=entry.name, actor_code=request.actor.code)
        done(request)
        return redirect("dictionary:list", entry.code)
    back = reverse("dictionary:lists")
    context = {
        "form": unjudged(request, form), "drafted": True, "heading": _("A new list of choices"), "title": _("List"), "submit_label": _("Make this list"),
        "back_url": back, "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)


def _found(code: str) -> tuple[reads.Standing, CodeListEntry]:
    here = reads.standing()
    found = here.after.code_list(code)
    if found is None:
        raise Http404
    return here, found


@page("dictionary.edit")
def one_list(request: StaffRequest, code: str) -> HttpResponse:
    """A list: add a choice, move one up or down."""
    here, found = _found(code)
    if request.method == "POST":
        return _changed(request, found)
    parents = {i.code: i.parent for i in found.items}
    depths = {c: _depth(c, parents) for c in parents}
    ordered = [next(i for i in found.items if i.code == c) for c in in_tree(parents)] if len(found.items) <= MOST else list(found.items)
    rows = [{"item": item, "depth": "› " * depths[item.code]} for item in ordered[:MOST]]
    users = [e for e in here.after.elements if e.code_list == code]
    context = {"list": found, "rows": rows, "users": users, "more": max(0, len(found.items) - MOST)}
    return render(request, "dictionary/list.html", context)


def _depth(code: str, parents: dict[str, str]) -> int:
    depth, up = 0, parent_of(code, parents)
    while up and depth < 12:
        depth, up = depth + 1, parent_of(up, parents)
    return depth


def _changed(request: StaffRequest, found: CodeListEntry) -> HttpResponse:
    wanted, _sep, item_code = request.POST.get("go", "").partition(":")
    items, anchor = list(found.items), item_code
    if wanted == "add" and (label := request.POST.get("label", "").strip()[:255]):
        parent = request.POST.get("parent", "")
        made = ItemEntry(free_code(label, [i.code for i in items]), label, parent if parent in {i.code for i in items} else "")
        items.append(made)
        anchor = made.code
    elif wanted in ("up", "down"):
        items = _moved(items, item_code, -1 if wanted == "up" else 1)
    else:
        messages.error(request, _("Write the words of the choice first."))
        return redirect("dictionary:list", found.code)
    entry = replace(found, items=tuple(items))
    actions.put(entries=[("code_lists", found.code, entry)], what="choices", thing=found.name or found.code, actor_code=request.actor.code)
    return redirect(f"{reverse('dictionary:list', args=[found.code])}#choice-{anchor}")


def _moved(items: list[ItemEntry], code: str, by: int) -> list[ItemEntry]:
    """The choice before or after the next one of the same parent."""
    place = next((n for n, i in enumerate(items) if i.code == code), None)
    if place is None:
        return items
    other = place + by
    while 0 <= other < len(items) and items[other].parent != items[place].parent:
        other += by
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    return items


@page("dictionary.edit")
def choice(request: StaffRequest, code: str, item: str) -> HttpResponse:
    """One choice: its words in each language, the wider one it belongs to, whether it is still used."""
    _here, found = _found(code)
    entry = next((i for i in found.items if i.code == item), None)
    if entry is None:
        raise Http404
    if kept := keep_typed(request, title=_("A choice: %(code)s") % {"code": item[:60]}):
        return kept
    form = ChoiceEdit(found, entry, reads.last_step(), typing(request))
    back = reverse("dictionary:list", args=[code])
    if request.method == "POST" and form.is_valid():
        made = replace(found, items=tuple(form.changed_item() if i.code == item else i for i in found.items))
        try:
            actions.put(
                entries=[("code_lists", code, made)], what="choices", thing=found.name or code, actor_code=request.actor.code,
                seen=form.cleaned_data["seen"] or 0,
            )  # fmt: skip
        except CannotEdit as refused:
            form.add_error(None, said(refused))
        else:
            done(request)
            return redirect(f"{back}#choice-{item}")
    context: dict[str, Any] = {
        "form": unjudged(request, form), "drafted": True, "heading": entry.label, "title": _("Choice"), "submit_label": _("Keep this choice"), "back_url": back,
        "cancel_url": back,
    }
    return render(request, "titip/form_page.html", context)
