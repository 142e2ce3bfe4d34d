"""The register's addresses."""

from django.urls import path

from titip.register import views

app_name = "register"
urlpatterns = [
    path("", views.people, name="list"),
    path("new/", views.add, name="add"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/history/", views.history, name="history"),
    path("<uuid:person_id>/age/", views.age, name="age"),
    path("<uuid:person_id>/link/", views.link, name="link"),
]
