"""Routes of transfers."""

from django.urls import path

from himaya.cases.transfers import views

urlpatterns = [
    path("transfers/", views.transfer_list, name="transfer-list"),
    path("transfers/<str:public_id>/", views.transfer_detail, name="transfer-detail"),
    path("transfers/<str:public_id>/withdraw/", views.transfer_withdraw, name="transfer-withdraw"),
    path("cases/<str:public_id>/transfer/", views.case_transfer, name="case-transfer"),
]
