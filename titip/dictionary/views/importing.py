"""Pages for bringing a form in: the upload, its report, the starter."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from titip.dictionary import actions, reads
from titip.dictionary.rules.findings import Finding, counts
from titip.dictionary.rules.following import Circular
from titip.dictionary.views.browsing import grouped
from titip.dictionary.xlsform import NotAnXlsForm
from titip.protect.gate import StaffRequest, may, page

#: An XLSForm is far smaller (bytes).
LARGEST = 10 * 1024 * 1024


class UploadForm(forms.Form):
    """One file."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("XLSForm"),
        help_text=gettext_lazy("An .xlsx, .xls or .ods with the sheets “survey” and “choices”, as KoboToolbox and ODK use it."),
        error_messages={"required": gettext_lazy("Choose a file."), "empty": gettext_lazy("This file is empty. Choose the form's XLSForm file.")},
    )

    def clean_file(self) -> UploadedFile:
        """Refuse what is far too large before anything is read."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > LARGEST:
            raise forms.ValidationError(_("This file is larger than %(megabytes)s MB. An XLSForm is much smaller.") % {"megabytes": LARGEST // 1024**2})
        return file


@page("dictionary.import", keeps=False)
def upload(request: StaffRequest) -> HttpResponse:
    """Choose a file; it is read, imported and reported in one step. A file that is none changes nothing."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.import_xlsform(data=file.read(), file_name=file.name, actor_code=request.actor.code, to_draft=True)
        except (NotAnXlsForm, Circular) as refused:
            form.add_error("file", _(refused.template) % refused.params)
        else:
            return redirect("dictionary:report", made.pk)
    return render(request, "dictionary/import.html", {"form": form, "reports": reads.reports()[:20]})


@page("dictionary.import")
def report(request: StaffRequest, report_id: int) -> HttpResponse:
    """What an import found and changed."""
    made = reads.reports().filter(pk=report_id).select_related("version").first()
    if made is None:
        raise Http404
    findings = [Finding.from_json(kept) for kept in made.findings]
    again = not made.changed.get("new") and not made.changed.get("changed")
    book = reads.draft_book()
    context: dict[str, Any] = {
        "report": made, "groups": grouped(findings, book), "counts": counts(findings), "again": again, "may_edit": may(request, "dictionary.edit"),
        "waits": book.form(made.form_code) is not None and made.form_code not in {f.code for f in reads.forms()},
    }  # fmt: skip
    return render(request, "dictionary/report.html", context)


@page("dictionary.import")
@require_POST
def starter(request: StaffRequest) -> HttpResponse:
    """Load the starter dictionary."""
    actions.load_starter(actor_code=request.actor.code)
    messages.success(request, _("The starter dictionary is loaded."))
    return redirect("dictionary:elements")
