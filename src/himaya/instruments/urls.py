"""Routes of this context: one line a topic."""

from himaya.instruments.library.urls import urlpatterns as library
from himaya.instruments.xforms.urls import urlpatterns as xforms

app_name = "instruments"
urlpatterns = [*xforms, *library]
