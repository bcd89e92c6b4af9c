"""Routes of the ecomap."""

from django.urls import path

from himaya.desk.ecomap import views

urlpatterns = [
    path("around/<slug:public_id>/", views.surroundings, name="ecomap"),
    path("around/<slug:public_id>/print/", views.surroundings_print, name="ecomap-print"),
]
