"""Who calls again and again, without a name: what helps them, what must be minded, and the rare block, which never
leaves a child unheard."""
