"""Routes of a person's file."""

from django.urls import path

from himaya.registry.file import views

urlpatterns = [path("<slug:public_id>/", views.person_detail, name="person-detail")]
