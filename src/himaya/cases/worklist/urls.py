"""Routes of the list of cases."""

from django.urls import path

from himaya.cases.worklist import views

urlpatterns = [path("cases/", views.case_list, name="case-list")]
