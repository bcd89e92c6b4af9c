"""How long reports that became no case are kept, and the contacts of who reported: what is forgotten, and how it is
proved."""
