"""Routes of this context: one line a topic."""

from himaya.workflow.drafts.urls import urlpatterns as drafts
from himaya.workflow.notices.urls import urlpatterns as notices
from himaya.workflow.papers.urls import urlpatterns as papers

app_name = "workflow"
urlpatterns = [*notices, *drafts, *papers]
