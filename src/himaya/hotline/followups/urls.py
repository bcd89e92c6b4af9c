"""Routes of call-backs."""

from django.urls import path

from himaya.hotline.followups import views

urlpatterns = [path("calls/<str:public_id>/", views.follow_up, name="follow-up")]
