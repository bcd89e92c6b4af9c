"""Routes of this context: one line a topic."""

from himaya.services.directory.urls import urlpatterns as directory

app_name = "services"
urlpatterns = [*directory]
