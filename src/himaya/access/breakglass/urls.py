"""Break-glass."""

from django.urls import path

from himaya.access.breakglass import views

urlpatterns = [
    path("emergency/<str:token>/", views.open_in_emergency, name="break-glass"),
    path("openings/", views.opening_list, name="openings"),
    path("openings/<str:public_id>/", views.opening_detail, name="opening-detail"),
]
