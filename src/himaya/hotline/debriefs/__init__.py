"""What the counsellors bear: heavy contacts of a shift, counted from what happened, and the talks after them, of which
nobody reads but the two who talked."""
