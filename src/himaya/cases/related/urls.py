"""Routes of related cases."""

from django.urls import path

from himaya.cases.related import views

urlpatterns = [
    path("cases/<str:public_id>/related/new/", views.related_new, name="related-new"),
    path("cases/<str:public_id>/related/<str:link_id>/end/", views.related_end, name="related-end"),
    path("cases/<str:public_id>/split/", views.case_split, name="case-split"),
]
