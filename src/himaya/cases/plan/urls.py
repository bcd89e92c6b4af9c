"""Routes of plans."""

from django.urls import path

from himaya.cases.plan import releasing, views

urlpatterns = [
    path("cases/<str:public_id>/plans/", views.case_plans, name="case-plans"),
    path("cases/<str:public_id>/plans/new/", views.plan_start, name="plan-start"),
    path("plans/<str:public_id>/", views.plan_detail, name="plan"),
    path("plans/<str:public_id>/write/", views.plan_write, name="plan-write"),
    path("plans/<str:public_id>/goals/new/", views.goal_write, name="goal-new"),
    path("plans/<str:public_id>/goals/<str:goal_id>/", views.goal_write, name="goal-write"),
    path("plans/<str:public_id>/sign/", views.plan_sign, name="plan-sign"),
    path("plans/<str:public_id>/agreement/", views.plan_agree, name="plan-agree"),
    path("plans/<str:public_id>/submit/", views.plan_submit, name="plan-submit"),
    path("plans/<str:public_id>/drop/", views.plan_drop, name="plan-drop"),
    path("plans/<str:public_id>/decide/", views.plan_decide, name="plan-decide"),
    path("plans/<str:public_id>/copies/new/", releasing.plan_copy, name="plan-copy"),
    path("goals/<str:goal_id>/remove/", views.goal_remove, name="goal-remove"),
    path("goals/<str:goal_id>/actions/new/", views.action_write, name="action-new"),
    path("goals/<str:goal_id>/actions/<str:action_id>/", views.action_write, name="action-write"),
    path("plan-actions/<str:action_id>/remove/", views.action_remove, name="action-remove"),
    path("plan-actions/<str:action_id>/progress/", views.action_progress, name="action-progress"),
]
