"""Routes of forms in cases."""

from django.urls import path

from himaya.cases.questionnaires import views

urlpatterns = [
    path("cases/<str:public_id>/forms/", views.case_forms, name="case-forms"),
    path("cases/<str:public_id>/forms/begin/", views.case_form_begin, name="case-form-begin"),
    path("filled-forms/<str:public_id>/", views.filled_form, name="filled-form"),
    path("filled-forms/<str:public_id>/form.xml", views.filled_form_xml, name="filled-form-xml"),
]
