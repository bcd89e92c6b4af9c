"""Routes of one's phones."""

from django.urls import path

from himaya.access.devicekeys import views

urlpatterns = [
    path("phones/new/", views.key_new, name="key-new"),
    path("phones/<str:public_id>/end/", views.key_end, name="key-end"),
]
