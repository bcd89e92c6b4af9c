"""Routes of the models by which records are compared: a part of judging pairs, and so below it."""

from django.urls import path

from himaya.registry.linkage import views

urlpatterns = [
    path("pairs/models/", views.model_list, name="model-list"),
    path("pairs/models/<slug:public_id>/", views.model_detail, name="model-detail"),
]
