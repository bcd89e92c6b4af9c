"""Routes of messages."""

from django.urls import path

from himaya.hotline.messages import views

urlpatterns = [
    path("messages/in/", views.gateway_message, name="gateway-message"),
    path("messages/mail/", views.gateway_mail, name="gateway-mail"),
    path("messages/fate/<str:ticket>/", views.message_fate, name="message-fate"),
    path("<str:public_id>/messages/", views.contact_messages, name="contact-messages"),
    path("<str:public_id>/messages/now/", views.contact_messages_now, name="contact-messages-now"),
    path("<str:public_id>/messages/count/", views.contact_messages_count, name="contact-messages-count"),
    path("<str:public_id>/messages/read/", views.contact_messages_read, name="contact-messages-read"),
    path("<str:public_id>/messages/<str:message_id>/again/", views.message_again, name="message-again"),
]
