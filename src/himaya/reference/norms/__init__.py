"""What the law and our own rules lay down, by date and place: deadlines, ages, limits, and who decides."""
