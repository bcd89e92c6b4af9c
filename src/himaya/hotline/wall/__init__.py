"""The supervisor's wall: the line as it stands at this moment. What the line did over weeks and years is in the figures."""
