"""Analyse's addresses."""

from django.urls import path

from titip.analyse import views

app_name = "analyse"
urlpatterns = [
    path("", views.inquiries, name="inquiries"),
    path("new/", views.ask, name="ask"),
    path("<uuid:inquiry_id>/", views.inquiry, name="inquiry"),
    path("<uuid:inquiry_id>/read/<uuid:release_id>/", views.read, name="read"),
    path("reading/<uuid:reading_id>/", views.reading, name="reading"),
    path("reading/<uuid:reading_id>/counting", views.counting, name="counting"),
    path("reading/<uuid:reading_id>/count", views.count, name="count"),
    path("reading/<uuid:reading_id>/note", views.note, name="note"),
]
