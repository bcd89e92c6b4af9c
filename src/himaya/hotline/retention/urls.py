"""Routes of the hotline's keeping."""

from django.urls import path

from himaya.hotline.retention import views

urlpatterns = [
    path("forgotten/", views.forgetting, name="forgetting"),
    path("<str:public_id>/keeping/", views.contact_keeping, name="contact-keeping"),
]
