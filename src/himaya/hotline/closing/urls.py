"""Routes of ending a contact."""

from django.urls import path

from himaya.hotline.closing import views

urlpatterns = [
    path("<str:public_id>/finish/", views.contact_finish, name="contact-finish"),
    path("<str:public_id>/left/", views.contact_left, name="contact-left"),
    path("<str:public_id>/left/decide/", views.contact_left_decide, name="contact-left-decide"),
]
