"""Routes of this context: one line a topic."""

from himaya.exchange.openrosa.urls import urlpatterns as openrosa

app_name = "exchange"
urlpatterns = [*openrosa]
