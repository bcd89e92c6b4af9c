"""The country's map in words: economic regions, cities, districts and settlements, and how people spell them."""
