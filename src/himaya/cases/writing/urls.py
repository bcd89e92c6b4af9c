"""Routes of writing to the people of a case."""

from django.urls import path

from himaya.cases.writing import views

urlpatterns = [
    path("cases/<slug:public_id>/messages/", views.case_messages, name="case-messages"),
    path("cases/<slug:public_id>/messages/way/", views.way_new, name="way-new"),
    path("cases/<slug:public_id>/messages/way/<slug:way_id>/end/", views.way_end, name="way-end"),
    path("cases/<slug:public_id>/messages/write/", views.message_write, name="message-write"),
]
