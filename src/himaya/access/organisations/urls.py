"""Keeping units."""

from django.urls import path

from himaya.access.organisations import views

urlpatterns = [
    path("units/", views.unit_list, name="units"),
    path("units/add/", views.unit_add, name="unit-add"),
    path("units/organisation/", views.organisation_add, name="organisation-add"),
    path("units/<str:public_id>/", views.unit_edit, name="unit-edit"),
    path("units/<str:public_id>/close/", views.unit_close, name="unit-close"),
]
