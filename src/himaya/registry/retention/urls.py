"""Routes of keeping, holding and anonymising."""

from django.urls import path

from himaya.registry.retention import views

urlpatterns = [
    path("retention/", views.retention_list, name="retention-list"),
    path("retention/<slug:public_id>/", views.retention, name="retention"),
    path("retention/<slug:public_id>/propose/", views.retention_propose, name="retention-propose"),
    path("retention/<slug:public_id>/approve/", views.retention_approve, name="retention-approve"),
    path("retention/<slug:public_id>/keep/", views.retention_keep, name="retention-keep"),
    path("holds/<slug:public_id>/release/", views.hold_release, name="hold-release"),
    path("<slug:public_id>/keeping/", views.keeping, name="keeping"),
]
