"""Two records that may be one person: shown side by side, judged by people, remembered."""
