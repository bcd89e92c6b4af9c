"""Routes of contacts."""

from django.urls import path

from himaya.hotline.contacts import views

urlpatterns = [
    path("", views.contacts, name="contacts"),
    path("answer/", views.contact_answer, name="contact-answer"),
    path("enter/", views.contact_enter, name="contact-enter"),
    path("<str:public_id>/", views.contact_detail, name="contact-detail"),
    path("<str:public_id>/keep/", views.contact_keep, name="contact-keep"),
    path("<str:public_id>/kind/", views.contact_kind, name="contact-kind"),
    path("<str:public_id>/caller/", views.caller_reveal, name="caller-reveal"),
    path("<str:public_id>/children/", views.child_add, name="contact-child-add"),
    path("<str:public_id>/children/<str:child_id>/", views.child_write, name="contact-child"),
]
