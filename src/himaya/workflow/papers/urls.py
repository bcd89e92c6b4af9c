"""Routes of letters."""

from django.urls import path

from himaya.workflow.papers import views

urlpatterns = [path("papers/<str:public_id>/", views.paper, name="paper")]
