"""Routes of statuses."""

from django.urls import path

from himaya.registry.statuses import views

urlpatterns = [
    path("statuses/<slug:public_id>/end/", views.status_end, name="status-end"),
    path("<slug:public_id>/status/", views.status_add, name="status-add"),
]
