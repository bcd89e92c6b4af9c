"""Re-exports the models of this context's topics."""

from himaya.instruments.library.models import Instrument, InstrumentVersion
from himaya.instruments.responses.models import Response
from himaya.instruments.xforms.models import FormVersion

__all__ = ["FormVersion", "Instrument", "InstrumentVersion", "Response"]
