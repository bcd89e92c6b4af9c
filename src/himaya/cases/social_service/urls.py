"""Routes of applications for social services."""

from django.urls import path

from himaya.cases.social_service import views

urlpatterns = [
    path("applications/new/", views.application_new, name="application-new"),
    path("cases/<str:public_id>/application/", views.case_application, name="case-application"),
    path("cases/<str:public_id>/application/decide/", views.application_decide, name="application-decide"),
]
