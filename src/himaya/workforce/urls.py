"""Routes of this context."""

from django.urls import include, path

app_name = "workforce"
urlpatterns = [path("", include("himaya.workforce.staff.urls"))]
