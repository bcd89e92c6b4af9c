"""Routes of the figures of oversight."""

from django.urls import path

from himaya.cases.oversight import views

urlpatterns = [path("cases/oversight/", views.case_oversight, name="case-oversight")]
