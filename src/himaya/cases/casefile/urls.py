"""Routes of cases."""

from django.urls import path

from himaya.cases.casefile import views

urlpatterns = [
    path("cases/<str:public_id>/", views.case_detail, name="case-detail"),
    path("cases/<str:public_id>/print/", views.case_print, name="case-print"),
    path("cases/<str:public_id>/note/", views.case_note, name="case-note"),
]
