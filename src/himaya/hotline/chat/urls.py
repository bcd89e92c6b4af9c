"""Routes of the counsellor's side of chats."""

from django.urls import path

from himaya.hotline.chat.views import staff

urlpatterns = [
    path("chats/", staff.chats, name="chats"),
    path("chats/all/", staff.chats_all, name="chats-all"),
    path("chats/news/", staff.chats_news, name="chats-news"),
    path("<str:public_id>/chat/", staff.contact_chat, name="contact-chat"),
    path("<str:public_id>/chat/pane/", staff.contact_chat_pane, name="contact-chat-pane"),
    path("<str:public_id>/chat/say/", staff.contact_chat_say, name="contact-chat-say"),
    path("<str:public_id>/chat/end/", staff.contact_chat_end, name="contact-chat-end"),
]
