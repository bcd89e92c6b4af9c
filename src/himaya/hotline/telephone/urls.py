"""Routes of calls."""

from django.urls import path

from himaya.hotline.telephone import views

urlpatterns = [
    path("telephone/", views.my_telephone, name="my-telephone"),
    path("telephone/events/", views.exchange_events, name="exchange-events"),
    path("call-backs/<str:public_id>/dial/", views.call_back_dial, name="call-back-dial"),
    path("<str:public_id>/call/", views.contact_call, name="contact-call"),
    path("<str:public_id>/call/now/", views.contact_call_now, name="contact-call-now"),
    path("<str:public_id>/call/do/", views.contact_call_do, name="contact-call-do"),
    path("<str:public_id>/call/third/", views.contact_call_third, name="contact-call-third"),
]
