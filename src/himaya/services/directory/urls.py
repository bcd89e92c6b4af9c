"""Routes of the directory."""

from django.urls import path

from himaya.services.directory import views

urlpatterns = [
    path("", views.directory, name="directory"),
    path("own/", views.own_services, name="own"),
    path("own/new/", views.service_add, name="add"),
    path("own/<str:public_id>/", views.service_change, name="change"),
    path("own/<str:public_id>/confirm/", views.service_confirm, name="confirm"),
    path("<str:public_id>/", views.service_detail, name="detail"),
]
