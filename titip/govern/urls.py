"""Governing's addresses."""

from django.urls import path

from titip.govern import views

app_name = "govern"
urlpatterns = [
    path("inventory/", views.inventory, name="inventory"),
    path("inventory.csv", views.as_csv, name="inventory_csv"),
    path("inventory.xlsx", views.as_xlsx, name="inventory_xlsx"),
    path("glossary/", views.glossary, name="glossary"),
]
