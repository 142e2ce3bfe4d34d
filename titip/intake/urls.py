"""Intake's addresses."""

from django.urls import path

from titip.intake import views

app_name = "intake"
urlpatterns = [
    path("screen/", views.screen_first, name="screen"),
    path("screen/signs/", views.screen, name="signs"),
    path("screen/<uuid:screening_id>/", views.result, name="result"),
    path("screen/<uuid:screening_id>/register/", views.go_on, name="go_on"),
    path("screen/<uuid:screening_id>/close/", views.close, name="close"),
    path("screen/<uuid:screening_id>/reopen/", views.reopen, name="reopen"),
    path("questions/", views.house_way, name="house_way"),
    path("records/", views.records, name="records"),
    path("records/<str:kind_code>/", views.record_list, name="record_list"),
    path("records/<str:kind_code>/new/", views.record_new, name="record_new"),
    path("records/<str:kind_code>/about/<uuid:person_id>/", views.record_about, name="record_about"),
    path("records/<str:kind_code>/who/", views.kind_roles, name="kind_roles"),
    path("records/<str:kind_code>/survey/", views.survey, name="survey"),
    path("records/<str:kind_code>/survey/design/", views.survey_design, name="survey_design"),
    path("records/<str:kind_code>/survey/contact/", views.survey_contact, name="survey_contact"),
    path("programmes/", views.programmes, name="programmes"),
    path("programmes/new/", views.programme_new, name="programme_new"),
    path("programmes/<uuid:programme_id>/", views.programme, name="programme"),
    path("programmes/<uuid:programme_id>/activity/", views.activity_new, name="activity_new"),
    path("programmes/<uuid:programme_id>/activity/<uuid:activity_id>/", views.activity, name="activity"),
    path("programmes/<uuid:programme_id>/activity/<uuid:activity_id>/change/", views.activity_change, name="activity_change"),
    path("contact/<uuid:contact_id>/back/", views.contact_back, name="contact_back"),
    path("record/<uuid:own_id>/", views.record, name="record"),
    path("record/<uuid:own_id>/edit/", views.record_edit, name="record_edit"),
    path("record/<uuid:own_id>/versions/", views.record_versions, name="record_versions"),
    path("record/<uuid:own_id>/link/", views.record_link, name="record_link"),
    path("record/<uuid:own_id>/link/<uuid:link_id>/away/", views.record_unlink, name="record_unlink"),
    path("draft/<uuid:draft_id>/back/", views.draft_back, name="draft_back"),
    path("person/<uuid:person_id>/answers/versions/", views.compare, name="compare"),
    path("person/<uuid:person_id>/answers/restore/", views.restore, name="restore"),
    path("person/<uuid:person_id>/answers/undo/<int:number>/", views.undo_save, name="undo_save"),
    path("person/<uuid:person_id>/", views.start, name="start"),
    path("person/<uuid:person_id>/file/<uuid:file_id>/", views.file, name="file"),
    path("person/<uuid:person_id>/<slug:form_code>/", views.fill, name="fill"),
    path("person/<uuid:person_id>/<slug:form_code>/draft/", views.draft, name="draft"),
    path("person/<uuid:person_id>/<slug:form_code>/break/", views.pause, name="pause"),
    path("person/<uuid:person_id>/<slug:form_code>/discard/", views.discard, name="discard"),
]
