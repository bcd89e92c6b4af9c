"""Routes of this context: one line a topic."""

from himaya.desk.home.urls import urlpatterns as home
from himaya.desk.settings.urls import urlpatterns as settings

app_name = "desk"
urlpatterns = [*home, *settings]
