"""Routes of exposure and debriefs."""

from django.urls import path

from himaya.hotline.debriefs import views

urlpatterns = [
    path("debriefs/", views.exposure, name="exposure"),
    path("debriefs/ask/", views.debrief_ask, name="debrief-ask"),
    path("debriefs/<str:public_id>/", views.debrief_detail, name="debrief-detail"),
    path("debriefs/<str:public_id>/record/", views.debrief_record, name="debrief-record"),
]
