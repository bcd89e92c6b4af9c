"""Routes of notices."""

from django.urls import path

from himaya.workflow.notices import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/bell/", views.bell, name="bell"),
    path("notices/ways/", views.ways, name="notice-ways"),
    path("messages/<str:ticket>/fate/", views.message_fate, name="message-fate"),
    path("notices/<str:public_id>/open/", views.notice_open, name="notice-open"),
]
