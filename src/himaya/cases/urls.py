"""Routes of this context: one line a topic."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("himaya.cases.casefile.urls")),
    path("", include("himaya.cases.referrals.urls")),
    path("", include("himaya.cases.intake.urls")),
]
