"""Routes of tasks."""

from django.urls import path

from himaya.desk.tasks import views

urlpatterns = [
    path("tasks/", views.tasks, name="tasks"),
    path("tasks/<str:public_id>/done/", views.task_done, name="task-done"),
]
