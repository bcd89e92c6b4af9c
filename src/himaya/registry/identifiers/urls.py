"""Routes of identifiers."""

from django.urls import path

from himaya.registry.identifiers import views

urlpatterns = [
    path("identifiers/<slug:public_id>/end/", views.identifier_end, name="identifier-end"),
    path("<slug:public_id>/identifier/", views.identifier_add, name="identifier-add"),
]
