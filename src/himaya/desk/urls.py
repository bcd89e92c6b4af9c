"""Routes of this context: one line a topic."""

from himaya.desk.ecomap.urls import urlpatterns as ecomap
from himaya.desk.home.urls import urlpatterns as home
from himaya.desk.person_file.urls import urlpatterns as person_file
from himaya.desk.search.urls import urlpatterns as search
from himaya.desk.settings.urls import urlpatterns as settings
from himaya.desk.tasks.urls import urlpatterns as tasks

app_name = "desk"
urlpatterns = [*ecomap, *home, *person_file, *search, *settings, *tasks]
