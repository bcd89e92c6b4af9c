"""Switches that every page carries (language, colours), and the health check."""

from django.urls import URLPattern, URLResolver, path

from himaya.kit import views

app_name = "kit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("language", views.language, name="language"),
    path("theme", views.theme, name="theme"),
    path("healthz", views.healthz, name="healthz"),
    path("styleguide", views.styleguide, name="styleguide"),
    path("styleguide/hits", views.styleguide_hits, name="styleguide-hits"),
    path("styleguide/draft", views.styleguide_draft, name="styleguide-draft"),
]
