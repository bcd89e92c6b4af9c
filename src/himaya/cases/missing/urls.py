"""Routes of missing children."""

from django.urls import path

from himaya.cases.missing import views

urlpatterns = [
    path("cases/<slug:public_id>/missing/", views.missing_new, name="missing-new"),
    path("missing/<slug:public_id>/", views.missing_detail, name="missing"),
    path("missing/<slug:public_id>/search/", views.missing_search, name="missing-search"),
    path("missing/<slug:public_id>/found/", views.missing_found, name="missing-found"),
    path("missing/<slug:public_id>/talk/", views.missing_talk, name="missing-talk"),
    path("missing/<slug:public_id>/no-talk/", views.missing_close, name="missing-close"),
    path("missing/<slug:public_id>/mistaken/", views.missing_mistaken, name="missing-mistaken"),
]
