"""Routes of the questionnaires."""

from django.urls import path

from himaya.instruments.library import views

urlpatterns = [
    path("", views.library, name="library"),
    path("<str:public_id>/", views.version, name="version"),
]
