"""Opening whatever is sent as a table: a file by what is in it, as sheets of rows, in constant memory."""
