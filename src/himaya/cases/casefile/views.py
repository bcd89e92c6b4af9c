"""Pages of a case."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from himaya.access.gate import StaffRequest, attempt, fetch, screen
from himaya.access.roles import CASE_READ, CASE_WORK
from himaya.cases.casefile.actions import write_note
from himaya.cases.casefile.forms import NoteForm
from himaya.cases.casefile.frame import LATEST, frame, story_of
from himaya.cases.casefile.models import Case
from himaya.cases.casefile.story import ASIDES
from himaya.kit import clock
from himaya.reference.queries import code_item, codes
from himaya.workflow import queries as display
from himaya.workflow.queries import typed_before

READY = "case.note_template"


def case_of(request: StaffRequest, public_id: str) -> Case:
    """The case, if this person may see it; else the same 404 as if it did not exist."""
    rows = Case.objects.visible_to(request.user).select_related("worker", "territory", "dossier__unit")
    found: Case = fetch(request, rows, public_id=public_id)
    return found


@screen(CASE_READ, logs="case.viewed")
def case_detail(request: StaffRequest, public_id: str) -> HttpResponse:
    """The case and its story."""
    return _detail(request, case_of(request, public_id))


def _detail(request: StaffRequest, case: Case, note: NoteForm | None = None) -> HttpResponse:
    key = f"note-{case.public_id}"
    around = frame(request, case, "story")
    story = story_of(case, request.user, around["steps"])
    whole = "story" in request.GET or len(story) <= LATEST
    return render(
        request,
        "cases/casefile/detail.html",
        {
            **around,
            "note": note or NoteForm(initial=_ready(request) | typed_before(request.user, key)),
            "ready": [(item.code, item.name.partition(".")[0], item.name) for item in codes(READY)],
            "note_draft": reverse("workflow:draft-keep", args=[key]),
            "story": story if whole else story[:LATEST],
            "more_story": not whole,
            "asides": [aside for show in ASIDES for aside in show(case, request.user)],
            "dues": [display.due(c) for c in around["clocks"]],
        },
    )


def _ready(request: StaffRequest) -> dict[str, str]:
    """The ready text that was chosen, where no script puts it in."""
    item = code_item(READY, request.GET.get("ready", ""))
    return {"text": item.name} if item else {}


@screen(CASE_READ, logs="case.printed")
def case_print(request: StaffRequest, public_id: str) -> HttpResponse:
    """The case as a clean document, for the file; whoever is named as a possible perpetrator stays off it."""
    case = case_of(request, public_id)
    around = frame(request, case)
    faces = [face for face in around["faces"] if face.role != "perpetrator"]
    story = story_of(case, request.user, around["steps"])
    more = {"story": story, "printed_faces": faces, "printed_at": clock.now()}
    return render(request, "cases/casefile/print.html", {**around, **more})


@require_POST
@screen(CASE_WORK)
def case_note(request: StaffRequest, public_id: str) -> HttpResponse:
    """Adds a note to the story."""
    case = case_of(request, public_id)
    form = NoteForm(request.POST)
    if form.is_valid() and attempt(
        form, write_note, case=case, text=form.cleaned_data["text"], by=request.user
    ):
        return redirect(case)
    return _detail(request, case, form)
