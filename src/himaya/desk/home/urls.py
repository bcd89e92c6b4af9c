"""Routes of the homes."""

from django.urls import path

from himaya.desk.home import views

urlpatterns = [path("", views.front, name="front"), path("home/", views.home, name="home")]
