"""What a meeting asked an agency to do: accepted, done, and checked by somebody independent of the agency."""
