"""Routes of the forms that methodologists bring."""

from django.urls import path

from himaya.instruments.xforms import views

urlpatterns = [
    path("forms/", views.form_list, name="forms"),
    path("forms/bring/", views.form_bring, name="form-bring"),
    path("forms/ready/", views.form_ready, name="form-ready"),
    path("forms/ready/<slug:form_id>/workbook/", views.form_ready_workbook, name="form-ready-workbook"),
    path("forms/ready/<slug:form_id>/bring/", views.form_ready_bring, name="form-ready-bring"),
    path("forms/<slug:public_id>/", views.form_detail, name="form-detail"),
    path("forms/<slug:public_id>/approve/", views.form_approve, name="form-approve"),
    path("forms/<slug:public_id>/retire/", views.form_retire, name="form-retire"),
    path("forms/<slug:public_id>/workbook/", views.form_workbook, name="form-workbook"),
]
