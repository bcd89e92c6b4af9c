"""Routes of closing."""

from django.urls import path

from himaya.cases.closing import views

urlpatterns = [
    path("cases/<str:public_id>/closure/", views.case_propose_closure, name="case-propose-closure"),
    path("cases/<str:public_id>/closure/answers/", views.case_closure_answers, name="case-closure-answers"),
    path("cases/<str:public_id>/closure/decision/", views.case_decide_closure, name="case-decide-closure"),
    path("cases/<str:public_id>/join/", views.case_join, name="case-join"),
    path("cases/<str:public_id>/reopen/", views.case_reopen, name="case-reopen"),
]
