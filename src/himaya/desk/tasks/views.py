"""One's own tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from himaya.access.gate import fetch, screen, staff
from himaya.access.roles import DESK_USE
from himaya.desk.tasks.queries import my_tasks
from himaya.workflow.actions import finish_gap
from himaya.workflow.queries import tasks_of


@screen(DESK_USE)
def tasks(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me beside the steps of my cases."""
    return render(request, "desk/tasks/list.html", {"tasks": my_tasks(staff(request))})


@require_POST
@screen(DESK_USE)
def task_done(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was missing is dealt with."""
    task = fetch(request, tasks_of(staff(request)), public_id=public_id)
    finish_gap(task=task, by=staff(request))
    messages.success(request, _("Noted: dealt with."))
    return redirect("desk:tasks")
