"""Routes of the keeping of reports."""

from django.urls import path

from himaya.cases.retention import views

urlpatterns = [path("reports/<slug:public_id>/keeping/", views.report_keeping, name="report-keeping")]
