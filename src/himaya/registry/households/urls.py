"""Routes of households and relationships."""

from django.urls import path

from himaya.registry.households import views

urlpatterns = [
    path("relations/<slug:public_id>/end/", views.relation_end, name="relation-end"),
    path("members/<slug:public_id>/leave/", views.household_leave, name="household-leave"),
    path("<slug:public_id>/relation/", views.relation_add, name="relation-add"),
    path("<slug:public_id>/household/", views.household_join, name="household-join"),
]
