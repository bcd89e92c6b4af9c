"""Routes of this context."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "access"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("himaya.access.signin.urls")),
    path("", include("himaya.access.devicekeys.urls")),
    path("", include("himaya.access.breakglass.urls")),
    path("", include("himaya.access.trail.urls")),
    path("", include("himaya.access.staff.urls")),
    path("", include("himaya.access.organisations.urls")),
]
