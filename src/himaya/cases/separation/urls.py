"""Routes of the risk of separation."""

from django.urls import path

from himaya.cases.separation import views

urlpatterns = [
    path("cases/<str:public_id>/separation/", views.case_separation, name="case-separation"),
    path("cases/<str:public_id>/separation/threat/", views.separation_threat, name="separation-threat"),
    path("cases/<str:public_id>/separation/outcome/", views.separation_outcome, name="separation-outcome"),
]
