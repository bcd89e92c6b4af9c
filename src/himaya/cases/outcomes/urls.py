"""Routes of the figures of case work."""

from django.urls import path

from himaya.cases.outcomes import views

urlpatterns = [path("cases/outcomes/", views.case_outcomes, name="case-outcomes")]
