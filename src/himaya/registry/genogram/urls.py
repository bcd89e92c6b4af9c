"""Routes of the drawn family."""

from django.urls import path

from himaya.registry.genogram import views

urlpatterns = [
    path("<slug:public_id>/family/", views.genogram, name="genogram"),
    path("<slug:public_id>/family/print/", views.genogram_print, name="genogram-print"),
    path("<slug:public_id>/family/print/whole/", views.genogram_print_whole, name="genogram-print-whole"),
]
