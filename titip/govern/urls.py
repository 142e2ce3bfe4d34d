"""Governing's addresses."""

from django.urls import path

from titip.govern import views

app_name = "govern"
urlpatterns = [
    path("inventory/", views.inventory, name="inventory"),
    path("inventory.csv", views.as_csv, name="inventory_csv"),
    path("inventory.xlsx", views.as_xlsx, name="inventory_xlsx"),
    path("readiness", views.readiness, name="readiness"),
    path("readiness/plan", views.plan_shown, name="plan_shown"),
    path("readiness/plan/sign", views.plan, name="plan"),
    path("readiness/drill", views.drill, name="drill"),
    *(path(f"access-list.{kind}", views.access_file, {"kind": kind}, name=f"access_{kind}") for kind in ("csv", "xlsx", "pdf")),
    path("view-as", views.view_as, name="view_as"),
    path("glossary/", views.glossary, name="glossary"),
]
