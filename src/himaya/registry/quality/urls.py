"""Routes of data quality."""

from django.urls import path

from himaya.registry.quality import views

urlpatterns = [
    path("quality/", views.quality, name="quality"),
    path("quality/count/", views.quality_count, name="quality-count"),
    path("quality/of/<slug:unit>/", views.quality, name="quality-of"),
    path("quality/mend/<slug:measure>/<slug:unit>/", views.quality_mend, name="quality-mend"),
]
