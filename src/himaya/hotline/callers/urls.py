"""Routes of repeat callers."""

from django.urls import path

from himaya.hotline.callers import views

urlpatterns = [
    path("callers/", views.callers, name="callers"),
    path("callers/<str:public_id>/", views.caller, name="caller"),
    path("callers/<str:public_id>/write/", views.caller_write, name="caller-write"),
    path("callers/<str:public_id>/flags/", views.caller_flag, name="caller-flag"),
    path("callers/<str:public_id>/flags/<str:flag_id>/end/", views.flag_end, name="caller-flag-end"),
    path("callers/<str:public_id>/block/", views.block_propose, name="block-propose"),
    path("callers/<str:public_id>/merge/", views.caller_merge, name="caller-merge"),
    path("callers/<str:public_id>/merge/<str:other_id>/", views.caller_merge_with, name="caller-merge-with"),
    path("callers/merges/<str:public_id>/split/", views.caller_split, name="caller-split"),
    path("blocks/<str:public_id>/decide/", views.block_decide, name="block-decide"),
    path("blocks/<str:public_id>/lift/", views.block_lift, name="block-lift"),
    path("<str:public_id>/profile/", views.caller_open, name="caller-open"),
]
