"""Routes of names borne before."""

from django.urls import path

from himaya.registry.names import views

urlpatterns = [
    path("former-names/<slug:public_id>/strike/", views.former_name_strike, name="former-name-strike"),
    path("<slug:public_id>/former-name/", views.former_name_add, name="former-name-add"),
]
