"""The web chat of the children's hotline: a child's page that survives a lost connection, and the counsellor's pane beside
the contact (docs/adr/0025). How it waits and who takes it is the queue's affair; the words lie in the contact's dossier."""
