"""Routes of visits."""

from django.urls import path

from himaya.cases.visits import views

urlpatterns = [
    path("visits/", views.visit_list, name="visit-list"),
    path("visits/<str:public_id>/", views.visit_detail, name="visit-detail"),
    path("visits/<str:public_id>/record/", views.visit_record, name="visit-record"),
    path("visits/<str:public_id>/move/", views.visit_postpone, name="visit-postpone"),
    path("visits/<str:public_id>/cancel/", views.visit_cancel, name="visit-cancel"),
    path("visits/<str:public_id>/in/", views.visit_go_in, name="visit-go-in"),
    path("visits/<str:public_id>/out/", views.visit_come_out, name="visit-come-out"),
    path("cases/<str:public_id>/visits/", views.case_visits, name="case-visits"),
    path("cases/<str:public_id>/visits/plan/", views.visit_plan, name="visit-plan"),
    path("cases/<str:public_id>/visits/new/", views.visit_new, name="visit-new"),
]
