"""Routes of removals."""

from django.urls import path

from himaya.cases.removal import views

urlpatterns = [
    path("cases/<slug:public_id>/removal/", views.removal_new, name="removal-new"),
    path("removals/<slug:public_id>/", views.removal_detail, name="removal"),
    path("removals/<slug:public_id>/place/", views.removal_place, name="removal-place"),
    path("removals/<slug:public_id>/write/", views.removal_write, name="removal-write"),
    path("removals/<slug:public_id>/carried-out/", views.removal_carry_out, name="removal-carry-out"),
    path("removals/<slug:public_id>/claim/", views.removal_claim, name="removal-claim"),
    path("removals/<slug:public_id>/check/", views.removal_check, name="removal-check"),
    path("removals/<slug:public_id>/return/", views.removal_return, name="removal-return"),
    path("removals/<slug:public_id>/withdraw/", views.removal_withdraw, name="removal-withdraw"),
    path("removals/<slug:public_id>/act/", views.removal_act, name="removal-act"),
]
