"""Routes of triage."""

from django.urls import path

from himaya.hotline.triage import views

urlpatterns = [
    path("<str:public_id>/danger/", views.contact_triage, name="contact-triage"),
    path("<str:public_id>/help/", views.contact_dispatch, name="contact-dispatch"),
    path("<str:public_id>/help/<str:sent_id>/", views.dispatch_outcome, name="dispatch-outcome"),
    path("<str:public_id>/safety/", views.contact_plan, name="contact-plan"),
    path("<str:public_id>/level/", views.contact_lowering, name="contact-lowering"),
]
