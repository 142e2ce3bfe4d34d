"""Present's addresses."""

from django.urls import path

from titip.present import views

app_name = "present"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("release/<uuid:release_id>/", views.dashboard, name="release"),
    path("release/<uuid:release_id>/<slug:code>.svg", views.tile, name="tile"),
    path("<uuid:reading_id>/chart.<slug:kind>", views.chart, name="chart"),
    path("<uuid:reading_id>/table.csv", views.table, name="table"),
    path("<uuid:reading_id>/report.pdf", views.report, name="report"),
]
