"""Routes of search."""

from django.urls import path

from himaya.desk.search import views

urlpatterns = [path("search/", views.search, name="search")]
