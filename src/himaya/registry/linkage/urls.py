"""Routes of the models by which records are compared."""

from django.urls import path

from himaya.registry.linkage import views

urlpatterns = [
    path("models/", views.model_list, name="model-list"),
    path("models/<slug:public_id>/", views.model_detail, name="model-detail"),
]
