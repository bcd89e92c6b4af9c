"""Routes of staff."""

from django.urls import path

from himaya.workforce.staff import views

urlpatterns = [
    path("", views.staff_list, name="staff-list"),
    path("<str:public_id>/", views.staff_detail, name="staff-detail"),
    path("<str:public_id>/absence/", views.absence_record, name="absence-record"),
    path("absence/<str:public_id>/cancel/", views.absence_cancel, name="absence-cancel"),
]
