"""Routes of this context: one line a topic."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("himaya.cases.worklist.urls")),
    path("", include("himaya.cases.outcomes.urls")),
    path("", include("himaya.cases.overdue.urls")),
    path("", include("himaya.cases.assigning.urls")),
    path("", include("himaya.cases.closing.urls")),
    path("", include("himaya.cases.risk.urls")),
    path("", include("himaya.cases.transfers.urls")),
    path("", include("himaya.cases.visits.urls")),
    path("", include("himaya.cases.registering.urls")),
    path("", include("himaya.cases.assessment.urls")),
    path("", include("himaya.cases.plan.urls")),
    path("", include("himaya.cases.reviews.urls")),
    path("", include("himaya.cases.commission.urls")),
    path("", include("himaya.cases.meetings.urls")),
    path("", include("himaya.cases.duties.urls")),
    path("", include("himaya.cases.rights.urls")),
    path("", include("himaya.cases.removal.urls")),
    path("", include("himaya.cases.missing.urls")),
    path("", include("himaya.cases.appeals.urls")),
    path("", include("himaya.cases.proceedings.urls")),
    path("", include("himaya.cases.notifying.urls")),
    path("", include("himaya.cases.documents.urls")),
    path("", include("himaya.cases.questionnaires.urls")),
    path("", include("himaya.cases.separation.urls")),
    path("", include("himaya.cases.social_service.urls")),
    path("", include("himaya.cases.outreach.urls")),
    path("", include("himaya.cases.casefile.urls")),
    path("", include("himaya.cases.referrals.urls")),
    path("", include("himaya.cases.retention.urls")),
    path("", include("himaya.cases.intake.urls")),
]
