"""The route of the week."""

from django.urls import path

from himaya.cases.week import views

urlpatterns = [path("visits/week/", views.week, name="week")]
