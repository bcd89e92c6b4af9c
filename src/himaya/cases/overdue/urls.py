"""Routes of what is late."""

from django.urls import path

from himaya.cases.overdue import views

urlpatterns = [path("overdue/", views.overdue, name="overdue")]
