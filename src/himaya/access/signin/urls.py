"""One's own sign-in."""

from django.urls import path

from himaya.access.signin import views

urlpatterns = [
    path("security/", views.security, name="security"),
    path("security/devices/<int:pk>/end/", views.device_end, name="device-end"),
    path("security/second-factor/", views.second_factor, name="second-factor"),
    path("sample/<str:public_id>/", views.sample_sign_in, name="sample-sign-in"),
]
