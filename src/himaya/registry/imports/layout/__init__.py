"""Where in a sheet the table begins, under titles and merged cells, and which of its rows are no people."""
