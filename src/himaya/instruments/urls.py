"""Routes of this context: one line a topic."""

from himaya.instruments.library.urls import urlpatterns as library

app_name = "instruments"
urlpatterns = [*library]
