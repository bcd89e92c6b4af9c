"""Routes of judging pairs."""

from django.urls import path

from himaya.registry.adjudication import views

urlpatterns = [
    path("pairs/", views.pair_list, name="pair-list"),
    path("pairs/statistics/", views.pair_statistics, name="pair-statistics"),
    path("pairs/<slug:public_id>/", views.pair_detail, name="pair-detail"),
    path("<slug:public_id>/same/", views.pair_ask, name="pair-ask"),
]
