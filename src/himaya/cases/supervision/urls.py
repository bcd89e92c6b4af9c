"""Routes of supervision."""

from django.urls import path

from himaya.cases.supervision import views

urlpatterns = [
    path("supervision/", views.supervision_home, name="supervision-home"),
    path("supervision/of/<str:public_id>/", views.supervision_add, name="supervision-add"),
    path("supervision/agreed/<slug:public_id>/", views.supervision_point, name="supervision-point"),
    path("supervision/<slug:public_id>/", views.supervision_detail, name="supervision"),
    path("supervision/<slug:public_id>/hold/", views.supervision_hold, name="supervision-hold"),
    path("supervision/<slug:public_id>/confirm/", views.supervision_confirm, name="supervision-confirm"),
    path("supervision/<slug:public_id>/note/", views.supervision_note, name="supervision-note"),
    path("supervision/<slug:public_id>/agree/", views.supervision_agree, name="supervision-agree"),
]
