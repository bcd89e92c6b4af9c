"""What reports teach the house at its start: that reporters may be written to."""

import himaya.cases.intake.actions.reaching  # noqa: F401  names the addressee
