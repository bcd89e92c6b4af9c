"""Routes of a case's documents."""

from django.urls import path

from himaya.cases.documents import views

urlpatterns = [path("cases/<str:public_id>/documents/", views.case_documents, name="case-documents")]
