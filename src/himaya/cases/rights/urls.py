"""Routes of rights."""

from django.urls import path

from himaya.cases.rights import views

urlpatterns = [
    path("cases/rights/", views.rights_figures, name="rights-figures"),
    path("cases/<slug:public_id>/rights/", views.case_rights, name="case-rights"),
    path("cases/<slug:public_id>/rights/write/", views.rights_write, name="rights-write"),
]
