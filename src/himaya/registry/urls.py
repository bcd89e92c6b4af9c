"""Routes of this context: one line a topic."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("himaya.registry.documents.urls")),
]
