"""The worker knows every topic's background jobs."""

from django.conf import settings
from procrastinate.contrib.django import app


def test_every_job_module_is_imported_and_ticks() -> None:
    assert "himaya.workflow.clocks.jobs" in settings.PROCRASTINATE_IMPORT_PATHS
    app.perform_import_paths()
    assert {"himaya.workflow.clocks.jobs.fire_clocks", "himaya.workflow.notices.jobs.deliver"} <= set(
        app.tasks
    )
    periodic = {task.task.name for task in app.periodic_registry.periodic_tasks.values()}
    assert "himaya.workflow.clocks.jobs.fire_clocks" in periodic
