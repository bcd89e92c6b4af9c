"""Routes of sources."""

from django.urls import path

from himaya.registry.sources import views

urlpatterns = [
    path("sources/", views.source_list, name="source-list"),
    path("links/<slug:public_id>/cut/", views.link_cut, name="link-cut"),
    path("<slug:public_id>/choose/", views.field_choose, name="field-choose"),
]
