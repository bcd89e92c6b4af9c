"""Text messages and e-mail of the hotline: in by a door that only keeps, carried in by the worker; out only where and when
the child called it safe, or in direct answer."""
