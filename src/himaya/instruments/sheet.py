"""The door for screens of other contexts: a questionnaire as a form, and what was typed into it."""

from himaya.instruments.responses.forms import ResponseForm, typed

__all__ = ["ResponseForm", "typed"]
