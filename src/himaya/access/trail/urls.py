"""The audit's pages."""

from django.urls import path

from himaya.access.trail import views

urlpatterns = [
    path("audit/", views.audit, name="audit"),
    path("audit/of/<slug:public_id>/", views.audit, name="audit-of"),
    path("readers/<str:token>/", views.readers, name="readers"),
]
