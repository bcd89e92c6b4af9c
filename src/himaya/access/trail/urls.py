"""The audit's pages."""

from django.urls import path

from himaya.access.trail import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("readers/<str:token>/", views.readers, name="readers"),
]
