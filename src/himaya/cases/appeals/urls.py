"""Routes of complaints."""

from django.urls import path

from himaya.cases.appeals import views

urlpatterns = [
    path("cases/<slug:public_id>/appeal/", views.case_appeal, name="case-appeal"),
    path("reports/<slug:public_id>/appeal/", views.report_appeal, name="report-appeal"),
    path("appeals/", views.appeal_list, name="appeal-list"),
    path("appeals/<slug:public_id>/", views.appeal_detail, name="appeal"),
    path("appeals/<slug:public_id>/acknowledge/", views.appeal_acknowledge, name="appeal-acknowledge"),
    path("appeals/<slug:public_id>/decide/", views.appeal_decide, name="appeal-decide"),
    path("appeals/<slug:public_id>/told/", views.appeal_told, name="appeal-told"),
    path("appeals/<slug:public_id>/end/", views.appeal_end, name="appeal-end"),
]
