"""Routes of commissions."""

from django.urls import path

from himaya.cases.commission import views

urlpatterns = [
    path("commissions/", views.commission_list, name="commission-list"),
    path("commissions/new/", views.commission_new, name="commission-new"),
    path("commissions/<str:public_id>/", views.commission_detail, name="commission"),
    path("commissions/<str:public_id>/seats/", views.seat_new, name="seat-new"),
    path("commissions/<str:public_id>/dissolve/", views.commission_dissolve, name="commission-dissolve"),
    path("commissions/seats/<str:public_id>/end/", views.seat_end, name="seat-end"),
]
