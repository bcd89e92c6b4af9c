"""Re-exports the models of this context's topics."""

from himaya.workflow.clocks.models import Clock
from himaya.workflow.drafts.models import Draft
from himaya.workflow.notices.models import Message, Notice
from himaya.workflow.papers.models import Paper, PaperCount, PaperTemplate
from himaya.workflow.signatures.models import Signature
from himaya.workflow.steps.models import Governed, Step
from himaya.workflow.tasks.models import Task

__all__ = [
    "Clock",
    "Draft",
    "Governed",
    "Message",
    "Notice",
    "Paper",
    "PaperCount",
    "PaperTemplate",
    "Signature",
    "Step",
    "Task",
]
