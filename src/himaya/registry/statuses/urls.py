"""Routes of statuses."""

from django.urls import path

from himaya.registry.statuses import views

urlpatterns = [
    path("statuses/<slug:public_id>/end/", views.status_end, name="status-end"),
    path("statuses/<slug:public_id>/correct/", views.status_correct, name="status-correct"),
    path("statuses/<slug:public_id>/confirm/", views.status_confirm, name="status-confirm"),
    path("<slug:public_id>/status/", views.status_add, name="status-add"),
    path("<slug:public_id>/care/<slug:aspect>/", views.care_fact_add, name="care-fact-add"),
]
