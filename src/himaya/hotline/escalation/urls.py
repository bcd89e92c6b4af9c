"""Routes of passing on."""

from django.urls import path

from himaya.hotline.escalation import views

urlpatterns = [path("<str:public_id>/report/", views.contact_escalate, name="contact-escalate")]
