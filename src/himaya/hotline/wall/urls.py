"""Routes of the wall."""

from django.urls import path

from himaya.hotline.wall import views

urlpatterns = [
    path("wall/", views.wall, name="wall"),
    path("wall/now/", views.wall_now, name="wall-now"),
    path("wall/stop/", views.line_stop, name="line-stop"),
    path("wall/switch/", views.line_switch, name="line-switch"),
    path("wall/seats/<str:public_id>/", views.seat_equip, name="seat-equip"),
]
