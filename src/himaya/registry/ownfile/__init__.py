"""The person's own file: asked for, made, read by a human, and given to one recipient at a time."""
