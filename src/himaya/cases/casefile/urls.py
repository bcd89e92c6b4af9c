"""Routes of cases."""

from django.urls import path

from himaya.cases.casefile import views

urlpatterns = [
    path("cases/<str:public_id>/", views.case_detail, name="case-detail"),
]
