"""Routes of drafts."""

from django.urls import path

from himaya.workflow.drafts import views

urlpatterns = [path("drafts/<str:key>/", views.draft_keep, name="draft-keep")]
