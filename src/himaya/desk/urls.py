"""Routes of this context: one line a topic."""

from himaya.desk.home.urls import urlpatterns as home

app_name = "desk"
urlpatterns = [*home]
