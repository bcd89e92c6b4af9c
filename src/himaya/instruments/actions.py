"""What other contexts may do with questionnaires."""

from himaya.instruments.library.actions import load_instruments
from himaya.instruments.responses.actions import follow_response, save_draft, start_response, submit_response

__all__ = ["follow_response", "load_instruments", "save_draft", "start_response", "submit_response"]
