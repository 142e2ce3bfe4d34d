"""Share's addresses."""

from django.urls import path

from titip.share import views

app_name = "share"
urlpatterns = [
    path("", views.register, name="register"),
    path("new/", views.make, name="make"),
    path("<uuid:release_id>/", views.release, name="release"),
    path("<uuid:release_id>/table/", views.table, name="table"),
    path("<uuid:release_id>/table.csv", views.download, name="download"),
    path("<uuid:release_id>/decide/", views.decide, name="decide"),
]
