"""Consent's addresses."""

from django.urls import path

from titip.consent import views

app_name = "consent"
urlpatterns = [
    path("contact/", views.contact, name="contact"),
    path("person/<uuid:person_id>/", views.overview, name="overview"),
    path("person/<uuid:person_id>/ask/", views.ask, name="ask"),
    path("person/<uuid:person_id>/basis/", views.basis, name="basis"),
    path("person/<uuid:person_id>/withdraw/", views.withdraw, name="withdraw"),
    path("person/<uuid:person_id>/name/", views.identity, name="identity"),
    path("person/<uuid:person_id>/answers/", views.elements, name="elements"),
    path("answers/<uuid:agreement_id>/end/", views.end_agreement, name="end_agreement"),
    path("<uuid:basis_id>/slip/", views.slip, name="slip"),
    path("<uuid:basis_id>/certificate/", views.certificate, name="certificate"),
    path("<uuid:basis_id>/voice/", views.voice, name="voice"),
    path("<uuid:basis_id>/end/", views.end, name="end"),
]
