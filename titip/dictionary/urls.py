"""The dictionary's addresses."""

from django.urls import path

from titip.dictionary import views

app_name = "dictionary"
urlpatterns = [
    path("", views.elements, name="elements"),
    path("element/<str:code>/", views.element, name="element"),
    path("element/<str:code>/edit/", views.edit, name="edit"),
    path("forms/", views.forms, name="forms"),
    path("forms/<str:code>/", views.preview, name="preview"),
    path("check/", views.check, name="check"),
    path("import/", views.upload, name="import"),
    path("import/<int:report_id>/", views.report, name="report"),
    path("starter/", views.starter, name="starter"),
    path("versions/", views.versions, name="versions"),
    path("versions/<int:number>/", views.version_json, name="version"),
    path("xlsform/", views.xlsform_file, name="xlsform"),
    path("codebook/", views.codebook_file, name="codebook"),
]
