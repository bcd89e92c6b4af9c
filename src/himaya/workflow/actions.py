"""What other contexts may do through workflow."""

from himaya.workflow.clocks.actions import (
    end_all_clocks,
    end_clock,
    end_clocks,
    end_dossier_clocks,
    hand_clocks,
    hand_dossier_clocks,
    pause_clock,
    resume_clock,
    start_clock,
)
from himaya.workflow.gaps.actions import finish_gap
from himaya.workflow.notices.actions import ring_pages, tell, tell_all, tell_pages, write_to
from himaya.workflow.notices.addressees import Addressee, addressee
from himaya.workflow.papers.actions import load_templates, make_paper, reword_template
from himaya.workflow.signatures.actions import record_agreement, sign, wrong_password
from himaya.workflow.subjects import plain_subject
from himaya.workflow.tasks.actions import (
    GAP,
    close_dossier_tasks,
    close_tasks,
    give_task,
    hand_dossier_tasks,
    move_tasks,
    open_task,
)

__all__ = [
    "GAP",
    "Addressee",
    "addressee",
    "close_dossier_tasks",
    "close_tasks",
    "end_all_clocks",
    "end_clock",
    "end_clocks",
    "end_dossier_clocks",
    "finish_gap",
    "give_task",
    "hand_clocks",
    "hand_dossier_clocks",
    "hand_dossier_tasks",
    "load_templates",
    "make_paper",
    "move_tasks",
    "open_task",
    "pause_clock",
    "plain_subject",
    "record_agreement",
    "resume_clock",
    "reword_template",
    "ring_pages",
    "sign",
    "start_clock",
    "tell",
    "tell_all",
    "tell_pages",
    "write_to",
    "wrong_password",
]
