"""Routes of merging."""

from django.urls import path

from himaya.registry.merging import views

urlpatterns = [path("merges/<slug:public_id>/undo/", views.merge_undo, name="merge-undo")]
