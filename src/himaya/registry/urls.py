"""Routes of this context: one line a topic. The page of a person, whose address is the shortest, comes last."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("himaya.registry.registration.urls")),
    path("", include("himaya.registry.imports.urls")),
    path("", include("himaya.registry.documents.urls")),
    path("", include("himaya.registry.linkage.urls")),
    path("", include("himaya.registry.adjudication.urls")),
    path("", include("himaya.registry.merging.urls")),
    path("", include("himaya.registry.sources.urls")),
    path("", include("himaya.registry.registers.urls")),
    path("", include("himaya.registry.quality.urls")),
    path("", include("himaya.registry.people.urls")),
    path("", include("himaya.registry.names.urls")),
    path("", include("himaya.registry.identifiers.urls")),
    path("", include("himaya.registry.households.urls")),
    path("", include("himaya.registry.genogram.urls")),
    path("", include("himaya.registry.statuses.urls")),
    path("", include("himaya.registry.consent.urls")),
    path("", include("himaya.registry.ownfile.urls")),
    path("", include("himaya.registry.retention.urls")),
    path("", include("himaya.registry.file.urls")),
]
