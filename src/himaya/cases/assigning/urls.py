"""Routes of assigning."""

from django.urls import path

from himaya.cases.assigning import views

urlpatterns = [
    path("cases/<str:public_id>/assign/", views.case_assign, name="case-assign"),
    path("cases/<str:public_id>/answer/", views.case_answer, name="case-answer"),
]
