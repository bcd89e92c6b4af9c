"""Re-exports the models of this context's topics."""

from himaya.instruments.library.models import Instrument, InstrumentVersion
from himaya.instruments.responses.models import Response

__all__ = ["Instrument", "InstrumentVersion", "Response"]
