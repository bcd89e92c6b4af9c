"""Routes of what must be told."""

from django.urls import path

from himaya.cases.notifying import views

urlpatterns = [
    path("cases/<slug:public_id>/notices/<slug:notice_id>/", views.case_notice, name="case-notice"),
]
