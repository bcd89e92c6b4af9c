"""Routes of applications made online: `apply/` is for the public, `applications/online/` for staff."""

from django.urls import path

from himaya.cases.applying import views

urlpatterns = [
    path("apply/", views.apply, name="apply"),
    path("apply/done/", views.apply_done, name="apply-done"),
    path("apply/draft/", views.apply_draft, name="apply-draft"),
    path("apply/leave/", views.apply_leave, name="apply-leave"),
    path("applications/online/", views.online_applications, name="online-applications"),
    path("applications/online/<slug:public_id>/", views.online_application, name="online-application"),
    path(
        "applications/online/<slug:public_id>/out/",
        views.online_application_out,
        name="online-application-out",
    ),
]
