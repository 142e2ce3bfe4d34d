"""Casework's addresses."""

from django.urls import path

from titip.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.listing, name="list"),
    path("team/", views.team, name="team"),
    path("team/<int:colleague>/", views.hand_over, name="hand_over"),
    path("card/", views.card, name="card"),
    path("card/<uuid:person>/", views.keep_card, name="keep_card"),
    path("card/<uuid:person>/remove/", views.remove_card, name="remove_card"),
    path("new/<uuid:person>/", views.new, name="new"),
    path("<uuid:case>/", views.case_page, name="case"),
    path("<uuid:case>/people/add/", views.add_known, name="add_known"),
    path("<uuid:case>/people/new/", views.add_third_party, name="add_third_party"),
    path("<uuid:case>/people/<uuid:part>/end/", views.end_part, name="end_part"),
    path("<uuid:case>/notes/", views.notes, name="notes"),
    path("<uuid:case>/notes/write/", views.write_note, name="write_note"),
    path("<uuid:case>/notes/<uuid:note>/", views.heavy_note, name="heavy_note"),
    path("<uuid:case>/steps/add/", views.add_step, name="add_step"),
    path("<uuid:case>/steps/<uuid:step>/done/", views.finish_step, name="finish_step"),
    path("<uuid:case>/services/offer/", views.offer_service, name="offer_service"),
    path("<uuid:case>/services/<uuid:service>/answer/", views.answer_service, name="answer_service"),
    path("<uuid:case>/services/<uuid:service>/end/", views.end_service, name="end_service"),
    path("<uuid:case>/undo/<slug:what>/<uuid:thing>/", views.undo, name="undo"),
    path("<uuid:case>/move/", views.move, name="move"),
    path("<uuid:case>/close/", views.ask_closure, name="ask_closure"),
    path("<uuid:case>/decide/", views.decide_closure, name="decide_closure"),
    path("<uuid:case>/colleagues/add/", views.assign, name="assign"),
    path("<uuid:case>/colleagues/<int:assignment>/end/", views.end_assignment, name="end_assignment"),
]
