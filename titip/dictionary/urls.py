"""The dictionary's addresses."""

from django.urls import path

from titip.dictionary import views

app_name = "dictionary"
urlpatterns = [
    path("", views.elements, name="elements"),
    path("element/<str:code>/", views.element, name="element"),
    path("element/<str:code>/edit/", views.edit, name="edit"),
    path("element/<str:code>/words/<str:language>/", views.element_words, name="element_words"),
    path("element/<str:code>/rule/", views.rule, name="rule"),
    path("element/<str:code>/retire/", views.retire, name="retire"),
    path("element/<str:code>/keep/", views.keep, name="keep"),
    path("new-element/", views.element_new, name="element_new"),
    path("lists/", views.lists, name="lists"),
    path("lists/<str:code>/", views.one_list, name="list"),
    path("lists/<str:code>/choice/<path:item>/", views.choice, name="choice"),
    path("new-list/", views.list_new, name="list_new"),
    path("forms/", views.forms, name="forms"),
    path("forms/<str:code>/", views.preview, name="preview"),
    path("forms/<str:code>/compose/", views.place, name="place"),
    path("forms/<str:code>/review/", views.review, name="review"),
    path("forms/<str:code>/review/write/", views.review_write, name="review_write"),
    path("forms/<str:code>/review/sign/", views.review_sign, name="review_sign"),
    path("new-form/", views.form_new, name="form_new"),
    path("draft/", views.draft, name="draft"),
    path("draft/step/", views.draft_step, name="draft_step"),
    path("draft/agree/", views.agree, name="agree"),
    path("draft/publish/", views.publish, name="publish"),
    path("draft/forms/<str:code>/", views.draft_preview, name="draft_preview"),
    path("compare/", views.compared, name="compare"),
    path("questions/", views.questions, name="questions"),
    path("questions/<str:code>/", views.question, name="question"),
    path("new-question/", views.question_new, name="question_new"),
    path("check/", views.check, name="check"),
    path("import/", views.upload, name="import"),
    path("import/<int:report_id>/", views.report, name="report"),
    path("starter/", views.starter, name="starter"),
    path("versions/", views.versions, name="versions"),
    path("versions/<int:number>/", views.version_json, name="version"),
    path("xlsform/", views.xlsform_file, name="xlsform"),
    path("xlsform/limits/", views.xlsform_limits, name="xlsform_limits"),
    path("places/", views.places, name="places"),
    path("places/bring/", views.bring_places, name="bring_places"),
    path("places/find/", views.find_places, name="find_places"),
    path("codebook/", views.codebook_file, name="codebook"),
]
