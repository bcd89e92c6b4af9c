"""Routes of risk."""

from django.urls import path

from himaya.cases.risk import views

urlpatterns = [
    path("cases/<str:public_id>/risk/", views.case_risk, name="case-risk"),
    path("risk/<str:public_id>/", views.risk_decide, name="risk-decide"),
]
