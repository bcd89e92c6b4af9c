"""Routes of the hotline's figures."""

from django.urls import path

from himaya.hotline.figures import views

urlpatterns = [
    path("figures/", views.figures_now, name="figures-now"),
    path("figures/<int:year>/return.xlsx", views.figures_return, name="figures-return"),
    path("figures/<str:period_of>/", views.figures_of, name="figures"),
]
