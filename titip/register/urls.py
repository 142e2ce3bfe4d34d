"""The register's addresses."""

from django.urls import path

from titip.register import views

app_name = "register"
urlpatterns = [
    path("", views.people, name="list"),
    path("new/", views.add, name="add"),
    path("<uuid:person_id>/", views.person, name="person"),
    path("<uuid:person_id>/colleagues/", views.colleagues, name="colleagues"),
    path("<uuid:person_id>/colleagues/add/", views.share, name="share"),
    path("<uuid:person_id>/colleagues/hand-over/", views.hand_over, name="hand_over"),
    path("<uuid:person_id>/colleagues/<int:assignment>/end/", views.end_share, name="end_share"),
    path("<uuid:person_id>/history/", views.history, name="history"),
    path("<uuid:person_id>/age/", views.age, name="age"),
    path("<uuid:person_id>/link/", views.link, name="link"),
]
