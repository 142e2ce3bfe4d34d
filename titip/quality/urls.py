"""Quality's addresses."""

from django.urls import path

from titip.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.board, name="board"),
    path("entry/", views.entry, name="entry"),
    path("check/", views.check_now, name="check_now"),
    path("findings/<uuid:finding>/", views.explain, name="explain"),
    path("meet/", views.meet, name="meet"),
    path("asks/", views.asks, name="asks"),
    path("asks/<uuid:ask>/", views.answer, name="answer"),
    path("pairs/", views.pairs, name="pairs"),
    path("pairs/<uuid:pair>/", views.decide, name="decide"),
    path("pairs/<uuid:pair>/merge/", views.merge, name="merge"),
    path("merged/<uuid:merged>/undo/", views.unmerge, name="unmerge"),
]
