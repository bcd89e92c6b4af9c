"""Routes of call-backs."""

from django.urls import path

from himaya.hotline.callbacks import views

urlpatterns = [
    path("call-backs/<str:public_id>/", views.call_back, name="call-back"),
    path("call-backs/<str:public_id>/decide/", views.call_back_decide, name="call-back-decide"),
    path("<str:public_id>/call-back/", views.contact_call_back, name="contact-call-back"),
]
