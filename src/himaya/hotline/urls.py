"""Routes of this context: one line a topic."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "hotline"
urlpatterns: list[URLPattern | URLResolver] = [
    # before the contacts, whose ids take any word
    path("", include("himaya.hotline.callers.urls")),
    path("", include("himaya.hotline.incidents.urls")),
    path("", include("himaya.hotline.figures.urls")),
    path("", include("himaya.hotline.quality.urls")),
    path("", include("himaya.hotline.debriefs.urls")),
    path("", include("himaya.hotline.search.urls")),
    path("", include("himaya.hotline.retention.urls")),
    path("", include("himaya.hotline.queue.urls")),
    path("", include("himaya.hotline.telephone.urls")),
    path("", include("himaya.hotline.messages.urls")),
    path("", include("himaya.hotline.shifts.urls")),
    path("", include("himaya.hotline.callbacks.urls")),
    path("", include("himaya.hotline.chat.urls")),
    path("", include("himaya.hotline.wall.urls")),
    path("", include("himaya.hotline.contacts.urls")),
    path("", include("himaya.hotline.triage.urls")),
    path("", include("himaya.hotline.followups.urls")),
    path("", include("himaya.hotline.closing.urls")),
    path("", include("himaya.hotline.escalation.urls")),
]
