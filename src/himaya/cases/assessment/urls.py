"""Routes of assessments."""

from django.urls import path, re_path

from himaya.cases.assessment import views

urlpatterns = [
    path("cases/<str:public_id>/assessments/", views.case_assessments, name="case-assessments"),
    path("cases/<str:public_id>/assessments/new/", views.assessment_start, name="assessment-start"),
    path("cases/<str:public_id>/safety-plan/", views.case_safety_plan, name="case-safety-plan"),
    path("assessments/<str:public_id>/", views.assessment_detail, name="assessment"),
    path("assessments/<str:public_id>/safety/", views.assessment_safety, name="assessment-safety"),
    path("assessments/<str:public_id>/needs/", views.assessment_needs, name="assessment-needs"),
    path("assessments/<str:public_id>/child/", views.assessment_child, name="assessment-child"),
    path("assessments/<str:public_id>/risk/", views.assessment_risk, name="assessment-risk"),
    path("assessments/<str:public_id>/submit/", views.assessment_submit, name="assessment-submit"),
    path("assessments/<str:public_id>/stop/", views.assessment_stop, name="assessment-stop"),
    path("assessments/<str:public_id>/decide/", views.assessment_decide, name="assessment-decide"),
    re_path(
        r"^assessments/(?P<public_id>[0-9a-z]+)/(?P<part>safety|needs)/correct/$",
        views.assessment_correct,
        name="assessment-correct",
    ),
]
