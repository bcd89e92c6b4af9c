"""Routes of duties."""

from django.urls import path

from himaya.cases.duties import views

urlpatterns = [
    path("agenda/<str:public_id>/duties/", views.duty_give, name="duty-give"),
    path("duties/<str:public_id>/", views.duty_detail, name="duty"),
    path("duties/<str:public_id>/answer/", views.duty_answer, name="duty-answer"),
    path("duties/<str:public_id>/report/", views.duty_report, name="duty-report"),
    path("duties/<str:public_id>/check/", views.duty_check, name="duty-check"),
    path("duties/<str:public_id>/withdraw/", views.duty_withdraw, name="duty-withdraw"),
]
