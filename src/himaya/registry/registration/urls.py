"""Routes of searching and registering."""

from django.urls import path

from himaya.registry.registration import views

urlpatterns = [
    path("", views.search, name="search"),
    path("find/", views.find, name="find"),
    path("begin/", views.person_begin, name="person-begin"),
    path("new/", views.person_new, name="person-new"),
]
