"""Reading each cell as what its column means: names, days, numbers, places and words, each with what was odd about it."""
