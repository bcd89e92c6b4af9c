"""Routes of this topic."""

from django.urls import path

from himaya.registry.documents import views

urlpatterns = [
    path("documents/<slug:public_id>/", views.document, name="document"),
    path("documents/<slug:public_id>/release/", views.document_release, name="document-release"),
]
