"""Routes of the queue."""

from django.urls import path

from himaya.hotline.queue import views

urlpatterns = [
    path("queue/", views.queue, name="queue"),
    path("queue/now/", views.queue_now, name="queue-now"),
    path("queue/seat/", views.seat_state, name="seat-state"),
    path("queue/<str:public_id>/", views.arrival, name="arrival"),
    path("queue/<str:public_id>/accept/", views.arrival_accept, name="arrival-accept"),
    path("queue/<str:public_id>/end/", views.arrival_end, name="arrival-end"),
    path("queue/<str:public_id>/settle/", views.arrival_settle, name="arrival-settle"),
    path("<str:public_id>/hand/", views.contact_hand, name="contact-hand"),
]
