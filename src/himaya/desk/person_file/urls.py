"""Routes of a person's whole story."""

from django.urls import path

from himaya.desk.person_file import views

urlpatterns = [path("story/<slug:public_id>/", views.person_story, name="person-file")]
