"""Routes of the child's side: short, and telling nothing of a hotline."""

from django.urls import path

from himaya.hotline.chat.views import child

app_name = "chat"
urlpatterns = [
    path("", child.start, name="start"),
    path("talk/", child.talk, name="talk"),
    path("talk/say/", child.say, name="say"),
    path("talk/news/", child.news, name="news"),
    path("talk/word/", child.word, name="word"),
    path("talk/end/", child.end, name="end"),
    path("leave/", child.leave, name="leave"),
]
