"""Routes of incidents."""

from django.urls import path

from himaya.hotline.incidents import views

urlpatterns = [
    path("incidents/", views.incidents, name="incidents"),
    path("incidents/<str:public_id>/", views.incident_detail, name="incident-detail"),
    path("incidents/<str:public_id>/tell/", views.incident_tell, name="incident-tell"),
    path("incidents/<str:public_id>/told/<str:notice_id>/", views.incident_answer, name="incident-answer"),
    path("incidents/<str:public_id>/evidence/", views.evidence_add, name="evidence-add"),
    path("incidents/<str:public_id>/evidence/<str:item_id>/", views.evidence_hand, name="evidence-hand"),
    path("incidents/<str:public_id>/link/", views.incident_link, name="incident-link"),
    path("incidents/<str:public_id>/close/", views.incident_close, name="incident-close"),
    path("incidents/<str:public_id>/aside/", views.incident_aside, name="incident-aside"),
    path("<str:public_id>/incident/", views.incident_open, name="incident-open"),
]
