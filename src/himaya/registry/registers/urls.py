"""Routes of the registers."""

from django.urls import path

from himaya.registry.registers import views

urlpatterns = [
    path("registers/", views.register_list, name="registers"),
    path("registers/<slug:key>/", views.register, name="register"),
    path("registers/<slug:key>/counts/", views.register_counts, name="register-counts"),
    path("registers/<slug:key>/take-out/", views.take_out, name="register-take-out"),
    path("<slug:public_id>/record-card/", views.register_card, name="register-card"),
]
