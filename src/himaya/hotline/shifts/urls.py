"""Routes of shifts."""

from django.urls import path

from himaya.hotline.shifts import views

urlpatterns = [
    path("shifts/", views.shifts, name="shifts"),
    path("shifts/plan/", views.shift_plan, name="shift-plan"),
    path("shifts/<str:public_id>/cancel/", views.shift_cancel, name="shift-cancel"),
    path("shifts/<str:public_id>/swap/", views.swap_ask, name="swap-ask"),
    path("shifts/swaps/<str:public_id>/decide/", views.swap_decide, name="swap-decide"),
    path("shifts/swaps/<str:public_id>/withdraw/", views.swap_withdraw, name="swap-withdraw"),
]
